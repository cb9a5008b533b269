import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import { executionsOf, makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('what an unfinished run has not taken over is taken from the run before it', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm', 'ash']);
  await folder.enrich(WORDS_CALL);
  expect(await folder.newExecutions()).toEqual(executionsOf(['oak', 'elm', 'ash']));

  // Two runs that are left before they have taken over much: a plan only, and one with a limit.
  await folder.writeWords(['oak', 'elm', 'ash', 'fir']);
  await folder.enrich(['plan', ...WORDS_CALL]);
  await folder.writeWords(['oak', 'elm', 'ash', 'fir', 'yew']);
  await folder.enrich([...WORDS_CALL, '--limit', '1']);
  expect(await folder.newExecutions()).toEqual([]);

  await folder.writeWords(['oak', 'elm', 'ash', 'fir', 'yew', 'box']);
  const last = await folder.enrich([...WORDS_CALL, '--shards', '3']);
  expect(last.exitCode).toBe(0);
  expect(await folder.newExecutions()).toEqual(executionsOf(['fir', 'yew', 'box']));
});

test('what a run did after its last merge is taken over, whatever the times of its files', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm', 'ash']);
  await folder.enrich([...WORDS_CALL, '--limit', '1']);
  const [run = ''] = await folder.runs();
  const ledger = join(folder.path, '.sluice', 'runs', run, 'ledger.parquet');
  const merged = await readFile(ledger);
  await folder.enrich(WORDS_CALL);
  await folder.newExecutions();
  // As it is after a kill before the second merge, when the clock was set back between the two.
  await writeFile(ledger, merged);
  const later = new Date(Date.now() + 3_600_000);
  await utimes(ledger, later, later);

  await folder.writeWords(['oak', 'elm', 'ash', 'fir']);
  expect((await folder.enrich(WORDS_CALL)).exitCode).toBe(0);
  expect(await folder.newExecutions()).toEqual(executionsOf(['fir']));
});

test('--run takes the id of a run, with as many shards as that run has', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm']);
  await folder.enrich(['plan', ...WORDS_CALL, '--shards', '2']);
  const [runId = ''] = await folder.runs();

  const more = await folder.enrich([...WORDS_CALL, '--run', runId, '--shard', '1/3']);
  expect(more.exitCode).toBe(2);
  expect(more.stderr).toContain(`run \`${runId}\` has 2 shards, not \`3\``);

  for (const id of ['..', `../../.sluice/runs/${runId}`, 'x']) {
    const elsewhere = await folder.enrich([...WORDS_CALL, '--run', id]);
    expect(elsewhere.exitCode).toBe(2);
    expect(elsewhere.stderr).toContain(`there is no run \`${id}\``);
  }
  const right = await folder.enrich([...WORDS_CALL, '--run', runId, '--shards', '2']);
  expect(right.exitCode).toBe(0);
});

test('a manifest that points out of the folder of runs is refused', async () => {
  await using folder = await makeWordsFolder(['oak']);
  await folder.enrich(WORDS_CALL);
  const [runId = ''] = await folder.runs();
  const file = join(folder.path, '.sluice', 'runs', runId, 'run.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  for (const change of [{ basedOn: '../../elsewhere' }, { name: '../../elsewhere' }]) {
    await writeFile(file, JSON.stringify({ ...manifest, ...change }));
    const refused = await folder.enrich(['merge', runId]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('is damaged');
  }
});
