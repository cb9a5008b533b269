import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS, ENRICH, enrichEnvironment } from '../testing/enrich.ts';
import { makeGate } from '../testing/make-gate.ts';
import { executionsOf, makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('a run can be looked at, exported and not removed while it goes on', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm', 'hold-1']);
  await using gate = await makeGate();
  await using running = folder.start([...WORDS_CALL, '--json'], { env: { WORDS_GATE: gate.url } });
  await gate.reached;
  await running.waitForLine(/"event":"progress".*"complete":2/);
  const [run] = await folder.runs();

  const status = await folder.enrich(['status', '--json']);
  expect(status.exitCode).toBe(0);
  expect(status.events).toEqual([
    expect.objectContaining({ event: 'status', runId: run, rows: 3, done: 2, pending: 1 }),
  ]);
  const exported = await folder.enrich(['export', '--out', 'so-far', '--format', 'csv']);
  expect(exported.exitCode).toBe(0);
  expect(exported.stdout).toContain('so-far/results.csv\n');
  const results = await folder.read('so-far/results.csv');
  expect(results.match(/,(complete|pending),/g)).toEqual([',complete,', ',complete,', ',pending,']);

  // A newer run, so that the one that goes on is old enough to be removed.
  await folder.writeWords(['oak', 'elm']);
  expect((await folder.enrich([...WORDS_CALL, '--fresh'])).exitCode).toBe(0);
  const refused = await folder.enrich(['runs', 'clean', '--keep', '1']);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(`error: process \`${running.pid}\` on `);
  expect(await folder.runs()).toHaveLength(2);

  gate.open();
  expect((await running.finished).exitCode).toBe(0);
  const cleaned = await folder.enrich(['runs', 'clean', '--keep', '1']);
  expect(cleaned.exitCode).toBe(0);
  expect(cleaned.stdout).toMatch(new RegExp(`^removed ${run} \\(\\d`));
  expect(await folder.runs()).toHaveLength(1);
  expect(await folder.newExecutions()).toEqual(
    executionsOf(['elm', 'elm', 'hold-1', 'oak', 'oak']),
  );
});

test('a run goes on when nobody reads what it says', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm']);
  const child = spawn(process.execPath, [ENRICH, ...WORDS_CALL, '--json'], {
    cwd: folder.path,
    env: { ...process.env, ...enrichEnvironment(folder.path) },
  });
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await folder.list('data/enriched/words-words')).toContain('results.csv');
});

test('a run stops and saves when its terminal is closed, however often it is told', async () => {
  await using folder = await makeWordsFolder(['oak', 'hold-1', 'elm']);
  await using gate = await makeGate();
  await using running = folder.start([...WORDS_CALL, '--concurrency', '1'], {
    env: { WORDS_GATE: gate.url },
  });
  await gate.reached;
  running.kill('SIGHUP');
  await running.waitForLine(/^SIGHUP: finishing/);
  running.kill('SIGHUP');
  gate.open();
  const { exitCode, stderr } = await running.finished;
  expect(exitCode).toBe(3);
  expect(stderr).toContain('stopped: interrupted by SIGHUP; to go on: pnpm enrich words.csv');
  const results = await folder.read('data/enriched/words-words/results.csv');
  expect(results.match(/,(complete|pending),/g)).toEqual([',complete,', ',complete,', ',pending,']);
});
