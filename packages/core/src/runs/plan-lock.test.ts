import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireShardLock } from '../ledger/shard-lock.ts';
import { withPlanLock } from './plan-lock.ts';

async function makeRoot(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-plan-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'state');
}

test('one works at a time, also when it fails, and nothing is left', async () => {
  const root = await makeRoot();
  let working = 0;
  let most = 0;
  const work = async (fails: boolean) => {
    most = Math.max(most, (working += 1));
    await new Promise(setImmediate);
    working -= 1;
    if (fails) throw new Error('failed');
  };
  const calls = [true, false, true, false].map((fails) =>
    withPlanLock(
      root,
      () => {},
      () => work(fails),
    ),
  );
  const ends = await Promise.allSettled(calls);
  expect(ends.map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(most).toBe(1);
  expect(await readdir(root)).toEqual([]);
});

test('says that it waits, and goes on when the lock is given back', async () => {
  const root = await makeRoot();
  await mkdir(root);
  const release = await acquireShardLock(root);
  const waits = Promise.withResolvers<void>();
  const done = withPlanLock(root, waits.resolve, async () => 'done');
  await waits.promise;
  await release();
  expect(await done).toBe('done');
});

test('does not wait for a lock that nobody holds, and names it', async () => {
  const root = await makeRoot();
  await mkdir(join(root, 'lock'), { recursive: true });
  await writeFile(join(root, 'lock', 'torn.json'), '');
  await expect(
    withPlanLock(
      root,
      () => {},
      async () => {},
    ),
  ).rejects.toThrow(/`\S+torn\.json` cannot be read/);
});
