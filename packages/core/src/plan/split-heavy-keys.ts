/** How many units an even share of a shard is cut into at least; a key above that is heavy. */
const unitsPerShard = 8;

/**
 * Says from how many rows on a shard key is too heavy to share a bucket with others: an eighth of a
 * shard's fair share, so that at most eight keys a shard get buckets of their own.
 *
 * @param rowCount - of the whole dataset
 */
export function heavyKeyRows(rowCount: number, shardCount: number): number {
  return Math.max(2, Math.ceil(rowCount / shardCount / unitsPerShard));
}

/**
 * Decides into how many parts each heavy key is split: one, unless it is larger than a shard's fair share.
 *
 * @param heavyKeys - rows per shard key that has at least `heavyKeyRows`
 * @returns the number of parts per key, from 1
 */
export function splitHeavyKeys(
  heavyKeys: ReadonlyMap<string, number>,
  rowCount: number,
  shardCount: number,
): ReadonlyMap<string, number> {
  const fairShare = Math.max(1, rowCount / shardCount);
  return new Map([...heavyKeys].map(([key, rows]) => [key, partsOf(rows, fairShare)]));
}

// Parts are cut by a hash and come out uneven, so a key just above the fair share gets several
// small parts rather than two that one shard each can hardly hold.
function partsOf(rows: number, fairShare: number): number {
  return rows <= fairShare ? 1 : Math.min(rows, Math.ceil((rows / fairShare) * unitsPerShard));
}
