/** Uploads a repository may start a minute are about 200; half of them are left to others. */
const MAX_UPLOADS_PER_MINUTE = 100;
/** What the checkpoints of a run may take up, in bytes: half of what a repository has. */
const MAX_RUN_BYTES = 5 * 1000 ** 3;
/** How long a job works at most, in milliseconds. */
const JOB_MS = 5.5 * 3_600_000;

export interface SavingConditions {
  /** What the workflow asks for, in milliseconds. */
  readonly wantedMs: number;
  /** Of the run: all may work at the same time. */
  readonly shardCount: number;
  /** Of the checkpoint saved last, compressed; 0 before the first. */
  readonly bytes: number;
  /** Whether superseded entries can be deleted, so that each shard keeps two. */
  readonly canDelete: boolean;
}

/**
 * Time from one checkpoint to the next, in milliseconds: as asked for, or longer, so that all shards
 * together stay under the limits on uploads a minute and, where old entries stay, on storage.
 */
export function saveIntervalMs({
  wantedMs,
  shardCount,
  bytes,
  canDelete,
}: SavingConditions): number {
  const byUploads = (shardCount / MAX_UPLOADS_PER_MINUTE) * 60_000;
  const byStorage = canDelete ? 0 : (JOB_MS * shardCount * bytes) / MAX_RUN_BYTES;
  return Math.ceil(Math.max(wantedMs, byUploads, byStorage));
}

/** Time to a shard's first checkpoint: spread over the interval, so that shards do not save in chorus. */
export function firstSaveMs(intervalMs: number, shard: number, shardCount: number): number {
  return Math.ceil((intervalMs * shard) / shardCount);
}
