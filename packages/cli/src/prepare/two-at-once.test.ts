import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import { makeGate } from '../testing/make-gate.ts';
import { executionsOf, makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('a command that is started twice at the same moment makes one run', async () => {
  await using folder = await makeWordsFolder(['oak', 'hold-1']);
  await using gate = await makeGate();
  const env = { WORDS_GATE: gate.url };
  await using one = folder.start(WORDS_CALL, { env });
  await using other = folder.start(WORDS_CALL, { env });
  await gate.reached;
  // One works on the run; the other has found it, says who works on it, and ends.
  const refused = await Promise.race([one.finished, other.finished]);
  expect(refused.stderr).toMatch(/error: process `\d+` on `\S+` works on `\S+shard-0001-of-0001`/);
  expect(refused.exitCode).toBe(2);
  expect(await folder.runs()).toHaveLength(1);

  gate.open();
  const ends = await Promise.all([one.finished, other.finished]);
  expect(new Set(ends.map(({ exitCode }) => exitCode))).toEqual(new Set([0, 2]));
  expect(await folder.newExecutions()).toEqual(executionsOf(['hold-1', 'oak']));
  expect(await folder.list('.sluice')).toEqual(['runs']);
});

test('the run that was planned last is the latest, although the clock went back', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm']);
  await folder.enrich(WORDS_CALL);
  const [first = ''] = await folder.runs();
  const future = first.replace(/^\d{4}/, '2099');
  await giveOtherId(folder.path, first, future);

  await folder.writeWords(['oak', 'elm', 'stop-1']);
  expect((await folder.enrich(WORDS_CALL)).exitCode).toBe(3);
  const unfinished = (await folder.runs()).at(-1);
  expect(unfinished).toMatch(/^2099/);
  const resumed = await folder.enrich(WORDS_CALL);
  expect(resumed.stderr).toContain(`resuming run ${unfinished}: 2 of 3 done, 1 to go\n`);
});

/** Gives a run another id, as if it had been planned at another time. */
async function giveOtherId(folder: string, from: string, to: string): Promise<void> {
  const runs = join(folder, '.sluice', 'runs');
  await rename(join(runs, from), join(runs, to));
  for (const name of ['run.json', 'summary.json']) {
    const file = join(runs, to, name);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
  }
}
