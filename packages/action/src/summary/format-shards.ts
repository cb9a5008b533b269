/** What the report found of a shard. */
export interface ShardState {
  readonly shard: number;
  readonly rows: number;
  /** Null when nothing of it was found. */
  readonly settled: number | null;
  /** Where it was found, in words. */
  readonly from: string | null;
  /** What its attempt has to say. */
  readonly remark: string | null;
}

/** Shards that are named one by one; a pull request's text has room for some. */
const MAX_NAMED = 40;

/** The shards that are not done, by name; one sentence when all are. */
export function formatShards(shards: readonly ShardState[], shardCount: number): string {
  const open = shards.filter(({ settled, rows }) => settled !== rows);
  if (open.length === 0) return '';
  return [
    `> [!WARNING]`,
    `> ${open.length} of ${shardCount} shards are not done; "Re-run failed jobs" continues them.`,
    '',
    '| Shard | Rows | Done | Found in |',
    '| ---: | ---: | ---: | --- |',
    ...open
      .slice(0, MAX_NAMED)
      .map(
        ({ shard, rows, settled, from }) =>
          `| ${shard} | ${rows} | ${settled ?? 'missing'} | ${from ?? '–'} |`,
      ),
    ...(open.length > MAX_NAMED ? ['', `… and ${open.length - MAX_NAMED} more.`] : []),
    '',
  ].join('\n');
}
