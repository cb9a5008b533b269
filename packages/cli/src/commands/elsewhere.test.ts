import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCheckpoint, restoreCheckpoint } from '@sluice/core/checkpoint';
import { readManifest, runFolder, type Checkpoint } from '@sluice/core';
import { expect, test, vi } from 'vitest';
import type { CheckpointAnswer } from '../run/answer-parent.ts';
import { COMMANDS_TIMEOUT_MS, ENRICH, enrichEnvironment } from '../testing/enrich.ts';
import { makeGate } from '../testing/make-gate.ts';
import {
  executionsOf,
  makeWordsFolder,
  plainWords,
  WORDS_CALL,
  type WordsFolder,
} from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

/** Plans a run on one machine and carries it to others, which have neither the dataset nor each other. */
async function carryPlan(folder: WordsFolder, args: readonly string[], to: readonly string[]) {
  const planned = await folder.enrich(['plan', ...WORDS_CALL, '--json', ...args]);
  expect(planned.exitCode).toBe(0);
  const { manifest } = planned.events[0] as unknown as { manifest: { runId: string } };
  const { runId } = manifest;
  for (const state of to) {
    await mkdir(join(folder.path, state, 'runs', runId), { recursive: true });
    for (const file of ['run.json', 'rows.parquet']) {
      const name = join('runs', runId, file);
      await cp(join(folder.path, '.sluice', name), join(folder.path, state, name));
    }
  }
  await rm(join(folder.path, 'words.csv'));
  return runId;
}

function askForCheckpoint(child: ChildProcess, into: string): Promise<Checkpoint> {
  const answered = once(child, 'message') as Promise<[CheckpointAnswer]>;
  child.send({ type: 'checkpoint', id: 7, into });
  return answered.then(([answer]) => {
    expect(answer.id).toBe(7);
    if ('error' in answer) throw new Error(answer.error);
    return answer.checkpoint;
  });
}

test('a shard goes on elsewhere from a checkpoint that was asked for while it ran', async () => {
  const words = [...plainWords(30), 'hold-1'];
  await using folder = await makeWordsFolder(words);
  await using gate = await makeGate();
  const runId = await carryPlan(folder, ['--shards', '1'], ['a', 'b']);
  const shard = ['--run', runId, '--shard', '1/1'];
  const env = { ...process.env, ...enrichEnvironment(folder.path), WORDS_GATE: gate.url };
  const child = fork(ENRICH, [...shard, '--state', 'a', '--concurrency', '2'], {
    cwd: folder.path,
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const into = join(folder.path, 'checkpoint');
  // Records are worked on in order, one of the two places is held by the last word.
  await gate.reached;
  let checkpoint = await askForCheckpoint(child, into);
  while (checkpoint.settled < 30) checkpoint = await askForCheckpoint(child, into);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await folder.newExecutions()).length).toBe(61);
  // What was acknowledged is on disk, for a process of its own to read.
  const left = await folder.enrich([
    'checkpoint',
    runId,
    ...shard.slice(2),
    '--state',
    'a',
    '--into',
    'left',
  ]);
  expect(left.stdout).toBe('shard 1/1: 30 of 31 rows done, in left\n');

  const there = runFolder(join(folder.path, 'b'), runId);
  const checked = await checkCheckpoint(into, await readManifest(there), 1);
  expect(checked.problem).toBeNull();
  await restoreCheckpoint(into, checked.checkpoint!, there);
  gate.open();
  const resumed = await folder.enrich([...shard, '--state', 'b'], {
    env: { WORDS_GATE: gate.url },
  });
  expect(resumed.stderr).toContain(': 30 of 31 done, 1 to go\n');
  expect(resumed.exitCode).toBe(0);
  expect(await folder.newExecutions()).toEqual(executionsOf(['hold-1']));
});

test('merging says of every shard how far it is, and counts what is beyond the limit as that', async () => {
  const words = plainWords(20);
  await using folder = await makeWordsFolder(words);
  const runId = await carryPlan(folder, ['--shards', '3'], ['a']);
  const inA = ['--state', 'a', '--out', 'out'];
  for (const shard of ['1/3', '2/3']) {
    await folder.enrich(['--run', runId, '--shard', shard, '--limit', '8', ...inA]);
  }
  const other = ['checkpoint', runId, '--shard', '1/4', '--state', 'a', '--into', 'other'];
  const wrong = await folder.enrich(other);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain('needs --shard 1/3 to 3/3');

  const part = await folder.enrich(['merge', runId, ...inA, '--pull-request', 'body.md']);
  expect(part.exitCode).toBe(3);
  expect(part.stderr).toMatch(/^shard 3 of 3 is missing \(\d+ rows\)$/m);
  expect(part.stderr).toMatch(/^Shard 1 of 3 is unfinished: \d+ of \d+ rows done$/m);
  expect(await folder.read('body.md')).toMatch(/Shard 1 of 3 is unfinished/);
  expect(await folder.read('body.md')).toContain('Shard 3 has not delivered its results');

  await folder.enrich(['--run', runId, '--shard', '3/3', '--limit', '8', ...inA]);
  const limited = await folder.enrich(['merge', runId, ...inA], { env: { SLUICE_LIMIT: '8' } });
  expect(limited.stderr).toContain(', 20 rows: 8 complete, 12 pending');
  expect(limited.exitCode).toBe(0);
});

test('a run is based on one of which only the ledger came over, cut to what each shard needs', async () => {
  const words = plainWords(24);
  await using folder = await makeWordsFolder(words);
  await folder.enrich([...WORDS_CALL, '--limit', '16']);
  await folder.newExecutions();
  const [base = ''] = await folder.runs();
  const carried = join('plan', 'runs', base);
  await mkdir(join(folder.path, carried), { recursive: true });
  for (const file of ['run.json', 'rows.parquet', 'ledger.parquet', 'summary.json']) {
    await cp(join(folder.path, '.sluice/runs', base, file), join(folder.path, carried, file));
  }
  const options = ['--json', '--shards', '2', '--state', 'plan', '--base-slices', 'slices'];
  const planned = await folder.enrich(['plan', ...WORDS_CALL, ...options]);
  const [event] = planned.events as unknown as [{ manifest: { runId: string; basedOn: string } }];
  const { runId, basedOn } = event.manifest;
  expect(basedOn).toBe(base);
  expect(await folder.list('slices')).toEqual(['0001', '0002']);

  for (const shard of [1, 2]) {
    const runs = join(folder.path, `state-${shard}`, 'runs');
    await cp(join(folder.path, 'slices', `000${shard}`), runs, { recursive: true });
    for (const file of ['run.json', 'rows.parquet']) {
      await cp(join(folder.path, 'plan/runs', runId, file), join(runs, runId, file));
    }
    const onlyShard = ['--shard', `${shard}/2`, '--state', `state-${shard}`];
    const done = await folder.enrich(['--run', runId, ...onlyShard]);
    expect(done.exitCode).toBe(0);
  }
  expect(await folder.newExecutions()).toEqual(executionsOf(words.slice(16)));
});
