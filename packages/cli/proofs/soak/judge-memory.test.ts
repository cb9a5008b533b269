import { expect, test } from 'vitest';
import { judgeMemory } from './judge-memory.ts';

const MEGABYTE = 1_000_000;

/** A record a millisecond, 100 in all; memory as `rssOf` gives it, in megabytes, and a merge afterwards. */
function judge(rssOf: (ms: number) => number) {
  const moments = Array.from({ length: 100 }, (_, ms) => ms);
  const samples = moments.map((atMs) => ({ atMs, rssBytes: rssOf(atMs) * MEGABYTE }));
  const merging = { atMs: 120, rssBytes: 900 * MEGABYTE };
  const progress = [...moments, 100].map((atMs) => ({ atMs, done: atMs }));
  return judgeMemory([...samples, merging], progress, 100);
}

test('compares the second fifth of the records with the last one', () => {
  expect(judge((ms) => ms)).toEqual({
    peakBytes: 900 * MEGABYTE,
    secondFifthBytes: 29.5 * MEGABYTE,
    lastFifthBytes: 89.5 * MEGABYTE,
  });
});

test('where nothing was seen, nothing is said', () => {
  expect(judgeMemory([], [], 100)).toEqual({
    peakBytes: 0,
    secondFifthBytes: null,
    lastFifthBytes: null,
  });
});
