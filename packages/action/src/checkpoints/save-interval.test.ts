import { expect, test } from 'vitest';
import { firstSaveMs, saveIntervalMs } from './save-interval.ts';

const MINUTE_MS = 60_000;
const wanted = { wantedMs: 5 * MINUTE_MS, shardCount: 16, bytes: 20_000_000, canDelete: true };

test('is what was asked for while that is within the limits', () => {
  expect(saveIntervalMs(wanted)).toBe(5 * MINUTE_MS);
});

test('256 shards start no more than a hundred uploads a minute', () => {
  const shardCount = 256;
  const intervalMs = saveIntervalMs({ ...wanted, wantedMs: 1_000, shardCount });
  expect((shardCount * MINUTE_MS) / intervalMs).toBeLessThanOrEqual(100);
});

test.for([1, 16, 256])(
  'where nothing can be deleted, a run of %d shards stays under 5 GB',
  (shardCount) => {
    const intervalMs = saveIntervalMs({ ...wanted, shardCount, canDelete: false });
    const saves = Math.floor((5.5 * 60 * MINUTE_MS) / intervalMs);
    expect(saves * shardCount * wanted.bytes).toBeLessThanOrEqual(5e9);
  },
);

test('shards do not save in chorus', () => {
  const times = [1, 2, 3, 4].map((shard) => firstSaveMs(60_000, shard, 4));
  expect(times).toEqual([15_000, 30_000, 45_000, 60_000]);
});
