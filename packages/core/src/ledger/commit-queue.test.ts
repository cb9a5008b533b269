import { expect, test } from 'vitest';
import { CommitQueue } from './commit-queue.ts';

/** Commits that end when they are told to. */
function heldCommits() {
  const running: PromiseWithResolvers<void>[] = [];
  return {
    running,
    commit: () => {
      const held = Promise.withResolvers<void>();
      running.push(held);
      return held.promise;
    },
  };
}

const never = 1 << 30;

test('starts at once when enough has gathered', async () => {
  const { running, commit } = heldCommits();
  const queue = new CommitQueue({ commit, intervalMs: never, maxBytes: 100 });
  const first = queue.join(60);
  expect(running).toHaveLength(0);
  const second = queue.join(40);
  expect(running).toHaveLength(1);
  running[0]?.resolve();
  await Promise.all([first, second]);
});

test('starts after the interval when little has gathered', async () => {
  let commits = 0;
  const commit = async () => void (commits += 1);
  const queue = new CommitQueue({ commit, intervalMs: 1, maxBytes: never });
  await Promise.all([queue.join(1), queue.join(1)]);
  expect(commits).toBe(1);
});

test('what joins during a commit waits for the next one', async () => {
  const { running, commit } = heldCommits();
  const queue = new CommitQueue({ commit, intervalMs: never, maxBytes: 10 });
  const settled: string[] = [];
  const first = queue.join(10).then(() => settled.push('first'));
  const second = queue.join(10).then(() => settled.push('second'));
  expect(running).toHaveLength(1);
  running[0]?.resolve();
  await first;
  expect(settled).toEqual(['first']);
  expect(running).toHaveLength(2);
  running[1]?.resolve();
  await second;
});

test('a failed commit fails those that it covers, and nobody has to notice', async () => {
  const { running, commit } = heldCommits();
  const queue = new CommitQueue({ commit, intervalMs: never, maxBytes: 10 });
  void queue.join(5);
  const noticed = queue.flush();
  running[0]?.reject(new Error('the disk failed'));
  await expect(noticed).rejects.toThrow('the disk failed');
  const next = queue.flush();
  running[1]?.resolve();
  await expect(next).resolves.toBeUndefined();
});
