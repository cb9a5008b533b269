import type { Checkpoint } from '@sluice/core/checkpoint';

export interface ShardSummary {
  readonly checkpoint: Checkpoint;
  /** What the attempt went on from. */
  readonly restored: Checkpoint | null;
  readonly attempt: number;
}

/** What became of a shard, for the job's summary. */
export function formatShard({ checkpoint, restored, attempt }: ShardSummary): string {
  const { shard, shardCount, rows, settled, statuses } = checkpoint;
  const counts = Object.entries(statuses).map(([status, count]) => `${count} ${status}`);
  return [
    `### Shard ${shard} of ${shardCount}`,
    '',
    `${settled === rows ? '🟢' : '🟠'} ${settled} of ${rows} rows done${counts.length === 0 ? '' : `: ${counts.join(', ')}`}.`,
    ...(restored === null ? [] : ['', describeRestored(restored, attempt)]),
    '',
  ].join('\n');
}

/** Says what a later attempt repeats: what came after the checkpoint it went on from. */
export function describeRestored(
  { shard, settled, rows, createdAt }: Pick<Checkpoint, 'shard' | 'settled' | 'rows' | 'createdAt'>,
  attempt: number,
): string {
  const at = `${createdAt.slice(0, 19).replace('T', ' ')} UTC`;
  return `Attempt ${attempt} at shard ${shard} went on from a checkpoint of ${at} with ${settled} of ${rows} rows; what was done after it was done again.`;
}
