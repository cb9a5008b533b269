import { UsageError } from '../errors.ts';

/** As many as there are buckets: more shards could never get work. */
export const maxShards = 4096;

/**
 * Assigns units of work to shards, heaviest first, each to the shard that has least so far; same
 * input, same assignment, whatever its order.
 *
 * @param weights - expected work per unit (a bucket of shard keys, or a part of a heavy key), in rows
 * @param shardCount - 1 to 4,096
 * @returns the shard of every unit, from 1
 * @throws UsageError when `shardCount` is out of range
 */
export function planShards(
  weights: ReadonlyMap<string, number>,
  shardCount: number,
): ReadonlyMap<string, number> {
  requireShardCount(shardCount);
  const loads = new Float64Array(shardCount);
  const assignment = new Map<string, number>();
  for (const [unit, weight] of [...weights].sort(byWeightThenName)) {
    const shard = lightest(loads);
    loads[shard] = (loads[shard] ?? 0) + weight;
    assignment.set(unit, shard + 1);
  }
  return assignment;
}

/** @throws UsageError unless `shardCount` is a whole number that a plan can have */
export function requireShardCount(shardCount: number): void {
  if (Number.isInteger(shardCount) && shardCount >= 1 && shardCount <= maxShards) return;
  throw new UsageError(
    `The number of shards must be a whole number from 1 to ${maxShards}, not \`${shardCount}\`. ` +
      'Give another `--shards`.',
  );
}

function byWeightThenName(a: readonly [string, number], b: readonly [string, number]): number {
  return b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
}

function lightest(loads: Float64Array): number {
  let best = 0;
  for (let shard = 1; shard < loads.length; shard += 1) {
    if ((loads[shard] ?? 0) < (loads[best] ?? 0)) best = shard;
  }
  return best;
}
