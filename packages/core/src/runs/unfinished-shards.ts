import { openDuckDB, sqlFiles } from '../duckdb.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { rowColumns, type Manifest } from '../model/manifest.ts';
import type { RunFolder } from './run-folder.ts';
import { shardFolders } from './seal-run.ts';

/** How far a shard is that is not done. */
export interface UnfinishedShard {
  /** From 1. */
  readonly shard: number;
  /** Rows it was to finish. */
  readonly rows: number;
  readonly settled: number;
}

/**
 * Finds the shards that have not finished their rows.
 *
 * @param limit - only the dataset's first rows count; null for all
 */
export async function unfinishedShards(
  folder: RunFolder,
  manifest: Manifest,
  limit: number | null,
): Promise<UnfinishedShard[]> {
  const { shard, ordinal } = rowColumns;
  return readLedger(shardFolders(folder, manifest), async (entries) => {
    using database = await openDuckDB();
    const found = await database.rows<{ shard: number; rows: bigint; settled: bigint }>(
      `SELECT r.${shard} AS shard, count(*) AS rows, count(e.ordinal) AS settled
       FROM read_parquet(${sqlFiles([folder.rows])}) r
       LEFT JOIN (SELECT DISTINCT ordinal FROM (${entries}) WHERE kind = 'record') e
         ON e.ordinal = r.${ordinal}
       WHERE r.${ordinal} < ${limit ?? manifest.dataset.rows}
       GROUP BY r.${shard} HAVING count(e.ordinal) < count(*) ORDER BY r.${shard}`,
    );
    return found.map(({ shard: index, rows, settled }) => ({
      shard: index,
      rows: Number(rows),
      settled: Number(settled),
    }));
  });
}
