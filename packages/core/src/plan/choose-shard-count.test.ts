import { expect, test } from 'vitest';
import { chooseShardCount } from './choose-shard-count.ts';

const HOUR_MS = 3_600_000;

test.for([
  [0, null, 1],
  [26, null, 1],
  // 0.15 seconds a row: 12,000 rows are half an hour.
  [12_000, null, 1],
  [12_001, null, 2],
  [120_000, 5.5 * HOUR_MS, 10],
  // Half of 20 minutes are 4,000 rows.
  [12_000, HOUR_MS / 3, 3],
  // Not more shards than there is work for, nor than a matrix holds.
  [1_000, 1, 4],
  [10_000_000, null, 256],
] as const)('%d rows with a budget of %s ms: %d', ([rows, budgetMs, shards]) => {
  expect(chooseShardCount(rows, budgetMs)).toBe(shards);
});
