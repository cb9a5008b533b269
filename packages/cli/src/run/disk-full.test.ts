import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { mountSmallDisk } from '@sluice/core/testing';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS, ENRICH, enrichEnvironment } from '../testing/enrich.ts';
import {
  makeWordsFolder,
  plainWords,
  WORDS_CALL,
  type WordsFolder,
} from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

/** Results of some 30 KB each. */
const LARGE = ['length: word.length', `length: 1, padding: 'x'.repeat(30_000)`] as const;
const WORDS = plainWords(100);

/** How far the run has come, by its own files. */
async function countDone(folder: WordsFolder, state: string): Promise<number> {
  const { events } = await folder.enrich(['status', '--json', '--state', state]);
  return Number(events[0]?.['done']);
}

/** What was acknowledged before is not done again, and the rest is. */
async function expectToFinish(folder: WordsFolder, call: readonly string[], done: number) {
  const before = await folder.newExecutions();
  const resumed = await folder.enrich(call);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stderr).toContain(`: ${done} of 100 done, ${100 - done} to go\n`);
  expect(resumed.stderr).toMatch(/^100 rows: 100 complete, in /m);
  const after = await folder.newExecutions();
  expect(new Set([...before, ...after]).size).toBe(200);
  expect(after.filter((line) => line.startsWith('measure')).length).toBeLessThanOrEqual(100 - done);
}

test('a file that may not grow any more stops the run, which loses nothing', async (context) => {
  if (process.platform === 'win32') context.skip('needs ulimit');
  await using folder = await makeWordsFolder(WORDS);
  await folder.editRecipe(...LARGE);
  const call = [...WORDS_CALL, '--concurrency', '4'];
  const script = ['ulimit -f 1000; exec "$@"', 'bash', process.execPath, ENRICH, ...call];
  const { path } = folder;
  const env = { ...process.env, ...enrichEnvironment(path) };
  const stopped = spawnSync('bash', ['-c', ...script], { cwd: path, env, encoding: 'utf8' });
  expect(stopped.status).toBe(3);
  expect(stopped.stderr).toMatch(
    /^stopped: no space to write `.*\nnothing that was done is lost; to go on: pnpm enrich words\.csv /m,
  );
  const done = await countDone(folder, '.sluice');
  expect(done).toBeGreaterThan(0);
  await expectToFinish(folder, call, done);
});

test('a full disk stops the run, and with room again the same command finishes it', async (context) => {
  await using folder = await makeWordsFolder(WORDS);
  await folder.editRecipe(...LARGE);
  const disk = join(folder.path, 'disk');
  await mkdir(disk);
  using mounted = mountSmallDisk(disk, 16);
  if (mounted === null) context.skip('mounting takes root on Linux');
  const call = [...WORDS_CALL, '--concurrency', '4', '--state', 'disk/state'];
  await folder.enrich(['plan', ...WORDS_CALL, '--state', 'disk/state']);
  // Not even a line of the log has room.
  fillDisk(join(disk, 'ballast'));
  const full = await folder.enrich(call);
  expect(full.exitCode).toBe(3);
  expect(full.stderr).toMatch(/^stopped: no space to write `/m);
  expect(await folder.newExecutions()).toEqual([]);

  await truncate(join(disk, 'ballast'), 14 << 20);
  const stopped = await folder.enrich(call);
  expect(stopped.exitCode).toBe(3);
  expect(stopped.stderr).toMatch(/^stopped: no space to write `/m);
  const done = await countDone(folder, 'disk/state');
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(100);
  await rm(join(disk, 'ballast'));
  await expectToFinish(folder, call, done);
});

function fillDisk(file: string): void {
  const block = Buffer.alloc(4096);
  try {
    for (;;) appendFileSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

test('too many open files stop the run, wherever they show, which loses nothing', async (context) => {
  // Elsewhere nothing that happens at regular times opens a file.
  if (process.platform !== 'linux') context.skip('needs ulimit, and /proc');
  await using folder = await makeWordsFolder(WORDS);
  const opensAll = `if (word === 'word-50') {
    try { for (;;) openSync('/dev/null', 'r'); } catch {}
    await new Promise(() => {});
  }`;
  await folder.editRecipe('import { ', 'import { openSync, ');
  await folder.editRecipe('await behave(word, signal);', opensAll);
  const { path } = folder;
  const env = { ...process.env, ...enrichEnvironment(path) };
  const call = [...WORDS_CALL, '--concurrency', '1'];
  const script = ['ulimit -n 256; exec "$@"', 'bash', process.execPath, ENRICH, ...call];
  const stopped = spawnSync('bash', ['-c', ...script], { cwd: path, env, encoding: 'utf8' });
  expect(stopped.stderr).toMatch(/^stopped: too many open files \(EMFILE: .*`ulimit -n 4096`/m);
  expect(stopped.status).toBe(3);
  await folder.editRecipe(opensAll, '');
  await expectToFinish(folder, call, await countDone(folder, '.sluice'));
});
