import { expect, test } from 'vitest';
import { chooseShardCount } from './choose-shard-count.ts';

const HOUR_MS = 3_600_000;

test.for([
  [0, null, 1],
  [26, null, 1],
  // Half a second a row: 3,600 rows are half an hour.
  [3_600, null, 1],
  [3_601, null, 2],
  [36_000, 5.5 * HOUR_MS, 10],
  // Half of 20 minutes are 1,200 rows.
  [3_600, HOUR_MS / 3, 3],
  // Not more shards than there is work for, nor than a matrix holds.
  [1_000, 1, 4],
  [10_000_000, null, 256],
] as const)('%d rows with a budget of %s ms: %d', ([rows, budgetMs, shards]) => {
  expect(chooseShardCount(rows, budgetMs)).toBe(shards);
});
