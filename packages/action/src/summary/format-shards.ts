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
    ...open.map(
      ({ shard, rows, settled, from }) =>
        `| ${shard} | ${rows} | ${settled ?? 'missing'} | ${from ?? '–'} |`,
    ),
    '',
  ].join('\n');
}
