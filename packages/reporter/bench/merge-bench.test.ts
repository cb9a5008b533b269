import { expect, test } from 'vitest';
import { benchMerge } from './merge-bench.ts';

test('measures both sides over the same made-up run', async () => {
  const result = await benchMerge({ shards: 2, rows: 300, rounds: 1 });
  expect(result.ratio).toBeCloseTo(result.mergeMs / result.copyMs);
  expect(result.copyMs).toBeGreaterThan(0);
  expect(result.peakRssBytes).toBeGreaterThan(10_000_000);
});
