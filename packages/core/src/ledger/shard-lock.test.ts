import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { startChild, type Child } from './children/child-process.ts';
import { acquireShardLock } from './shard-lock.ts';

let folder: string;
const children: Child[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-lock-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await rm(folder, { recursive: true, force: true });
});

async function kill(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await child.ended();
}

/** Starts a process that wants the lock. Returns it and the first thing it says. */
async function contend(): Promise<{ child: Child; said: string }> {
  const child = startChild('hold-lock', [folder]);
  children.push(child);
  for await (const line of child.lines) return { child, said: line };
  throw new Error(`the process said nothing: ${(await child.ended()).errors}`);
}

async function leaveLockOf(holder: object): Promise<void> {
  await mkdir(join(folder, 'lock'));
  await writeFile(join(folder, 'lock', 'holder.json'), JSON.stringify(holder));
}

const holder = {
  version: 1,
  host: hostname(),
  pid: process.pid,
  processStart: null,
  lockedAt: '2026-03-01T12:00:00.000Z',
};

test('is given back, and leaves nothing behind', async () => {
  const release = await acquireShardLock(folder);
  await release();
  await (
    await acquireShardLock(folder)
  )();
  expect(await readdir(folder)).toEqual([]);
});

test('refuses a second process, naming the first and what to do', async () => {
  const release = await acquireShardLock(folder);
  const { said } = await contend();
  expect(said).toContain(
    `refused: process \`${process.pid}\` on \`${hostname()}\` works on \`${folder}\``,
  );
  expect(said).toContain('wait for it to end or stop it');
  await release();
  expect((await contend()).said).toBe('locked');
});

test('refuses the same process too', async () => {
  const release = await acquireShardLock(folder);
  await expect(acquireShardLock(folder)).rejects.toThrow(UsageError);
  await release();
});

test('takes over from a process that was killed, and of several only one does', async () => {
  const first = await contend();
  expect(first.said).toBe('locked');
  await kill(first.child);
  const others = await Promise.all([contend(), contend(), contend()]);
  expect(others.filter(({ said }) => said === 'locked')).toHaveLength(1);
  expect(others.filter(({ said }) => said.startsWith('refused'))).toHaveLength(2);
});

test('of many that take over within one process, one gets it', async () => {
  for (let round = 0; round < 20; round += 1) {
    await leaveLockOf({ ...holder, processStart: 'another start of this id' });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => acquireShardLock(folder)),
    );
    const taken = tries.filter((one) => one.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    for (const one of taken) await one.value();
  }
});

test('takes over a lock folder that was left empty', async () => {
  await mkdir(join(folder, 'lock'));
  const release = await acquireShardLock(folder);
  await expect(acquireShardLock(folder)).rejects.toThrow(UsageError);
  await release();
});

test("respects another machine's lock, and says which file to delete", async () => {
  await leaveLockOf({ ...holder, host: 'another-machine', pid: 1 });
  await expect(acquireShardLock(folder)).rejects.toThrow(
    `process \`1\` on \`another-machine\` works on \`${folder}\` since ${holder.lockedAt}; wait for it to end, or delete \`${join(folder, 'lock')}\``,
  );
});

test('refuses a lock that it cannot read', async () => {
  await leaveLockOf({ version: 2 });
  await expect(acquireShardLock(folder)).rejects.toThrow(UsageError);
});
