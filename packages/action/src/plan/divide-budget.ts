/**
 * Divides money over shards by their rows. The parts add up to no more than the whole.
 *
 * @param shardRows - from shard 1
 * @returns US dollars for each shard, to a hundredth of a cent
 */
export function divideBudget(totalUsd: number, shardRows: readonly number[]): number[] {
  const rows = shardRows.reduce((sum, count) => sum + count, 0);
  if (rows === 0) return shardRows.map(() => 0);
  return shardRows.map((count) => Math.floor(((totalUsd * count) / rows) * 10_000) / 10_000);
}
