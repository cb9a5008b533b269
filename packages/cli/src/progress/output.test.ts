import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestWeb } from '@sluice/testkit';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS, makeEnrichFolder, type EnrichFolder } from '../testing/enrich.ts';
import { makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('words go to standard error, and with --json standard output is JSON lines', async () => {
  await using folder = await makeWordsFolder(['oak', 'fail-1']);
  const plain = await folder.enrich([...WORDS_CALL, '--limit', '1']);
  expect(plain.stdout).toBe('');
  expect(plain.stderr).toContain('run ');
  expect(plain.stderr).not.toContain('\u001B');

  const json = await folder.enrich([...WORDS_CALL, '--json', '--quiet']);
  expect(json.stderr).toBe('');
  const [run] = await folder.runs();
  expect(json.events.filter(({ event }) => event !== 'progress')).toEqual([
    expect.objectContaining({ event: 'run', runId: run, isNew: false, rows: 2, settled: 1 }),
    expect.objectContaining({
      event: 'finished',
      exitCode: 0,
      summary: expect.objectContaining({
        rows: { input: 2, complete: 1, partial: 0, skipped: 0, failed: 1, pending: 0 },
      }),
      report: join(folder.path, 'reports/words-words/README.md'),
    }),
  ]);
});

test('the password of a proxy is nowhere but in the command', async () => {
  await using web = await createTestWeb();
  web.site('acme.example', { '/': '<title>Acme</title><a href="tel:+12025550143">Call</a>' });
  await using folder = await makeEnrichFolder();
  await folder.write(
    'companies.csv',
    'id,website\n1,http://acme.example/\n2,http://acme.example/\n',
  );
  const proxy = web.proxyUrl.replace('://', '://me:hunter2@home@');
  const call = ['companies.csv', '--proxy', proxy, '--delay', '0', '--format', 'csv,jsonl,parquet'];

  const first = await folder.enrich([...call, '--limit', '1', '--json']);
  expect(first.exitCode).toBe(0);
  const shown = `--proxy '${web.proxyUrl.replace('://', '://***@')}'`;
  const [run] = await folder.runs();
  expect(await folder.read(`.sluice/runs/${run}/run.log`)).toContain(shown);
  // A proxy that is given in the environment, and a run that has to be continued.
  const second = await folder.enrich(['companies.csv', '--delay', '0', '--time-budget', '0ms'], {
    env: { SLUICE_PROXY: proxy },
  });
  expect(second.exitCode).toBe(3);
  expect(first.stdout + first.stderr + second.stdout + second.stderr).not.toContain('hunter2');
  expect(await filesWith(folder, 'hunter2')).toEqual([]);
});

async function filesWith(folder: EnrichFolder, text: string): Promise<string[]> {
  const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.length).toBeGreaterThan(10);
  const found = await Promise.all(files.map(async (file) => (await readFile(file)).includes(text)));
  return files.filter((_, at) => found[at]);
}
