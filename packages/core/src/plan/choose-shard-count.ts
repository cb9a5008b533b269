/** Most shards of a run on GitHub Actions: a matrix holds no more. */
const maxMatrixJobs = 256;
/**
 * What a row takes one shard, in milliseconds: some two hundred websites at a time, politely. Three times what
 * `pnpm bench pace` measures, since real lists have hosts that are slow, gone or ask for patience.
 */
const rowMs = 150;
/** A shard with fewer rows spends more time on starting than on them. */
const minRows = 250;
/** How long a shard should take at most, in milliseconds. */
const wantedMs = 30 * 60_000;

/** Expected work of so many rows in one shard, in milliseconds, if nothing is taken over. */
export function estimateWorkMs(rows: number): number {
  return rows * rowMs;
}

/**
 * Chooses a number of shards, so that each takes half an hour, or half the time budget if that is less:
 * an estimate that is wrong by a factor of two still ends in time.
 *
 * @param timeBudgetMs - of a shard; null for no limit
 */
export function chooseShardCount(rows: number, timeBudgetMs: number | null): number {
  const targetMs = Math.max(1, Math.min(wantedMs, (timeBudgetMs ?? Infinity) / 2));
  const byTime = Math.ceil(estimateWorkMs(rows) / targetMs);
  const byRows = Math.ceil(rows / minRows);
  return Math.max(1, Math.min(byTime, byRows, maxMatrixJobs));
}
