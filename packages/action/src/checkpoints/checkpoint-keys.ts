/** Where checkpoints lie, below the workspace: the cache stores paths relative to it, and tells entries by them. */
export const CHECKPOINT_PATH = '.sluice/checkpoint';

/** The shard of a run that something is stored for. */
export interface ShardName {
  readonly runId: string;
  /** From 1. */
  readonly shard: number;
}

/**
 * The prefix of all cache keys of a shard. It ends with a delimiter, because the cache service takes a key
 * for the prefix of others: what is stored for shard 10 must not be found for shard 1.
 */
export function checkpointPrefix({ runId, shard }: ShardName): string {
  return `sluice-checkpoint-${runId}-${digits(shard)}-`;
}

/**
 * The key of one checkpoint, which no other has: entries never change, and attempts of a job may follow
 * each other.
 *
 * @param number - of the save within the attempt, from 1
 */
export function checkpointKey(name: ShardName, attempt: number, number: number): string {
  return `${checkpointPrefix(name)}${attempt}-${number}-`;
}

/** A number as it stands in names, so that they sort. */
export function digits(number: number): string {
  return String(number).padStart(4, '0');
}
