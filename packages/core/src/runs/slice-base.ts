import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDB, sqlFiles, sqlText } from '../duckdb.ts';
import { rowColumns, type Manifest } from '../model/manifest.ts';
import { runFolder, type RunFolder } from './run-folder.ts';
import { shardsWithRows } from './shards-with-rows.ts';

/** The earlier runs whose results a run may take over, the one that counts most first. */
export function baseRunIds({ basedOn, furtherBases = [] }: Manifest): string[] {
  return basedOn === null ? [] : [basedOn, ...furtherBases];
}

/** Which rows of a base's ledger can matter to a shard, as a SQL condition over its columns. */
export function baseFilterSql(rowsFile: string, shard: number): string {
  const rows = `read_parquet(${sqlFiles([rowsFile])})`;
  return `shard_key IN (SELECT ${rowColumns.shardKey} FROM ${rows} WHERE ${rowColumns.shard} = ${shard})`;
}

/**
 * Writes what each shard can take over of the run's bases, for machines that have nothing else of them:
 * `<into>/0003/<run>/ledger.parquet`, to be put into the folder of runs there.
 *
 * @returns the shards that got something, from 1
 */
export async function sliceBases(
  folder: RunFolder,
  manifest: Manifest,
  into: string,
): Promise<number[]> {
  const bases = baseRunIds(manifest);
  if (bases.length === 0) return [];
  const shards = shardsWithRows(manifest);
  using database = await openDuckDB();
  // Lookups are fastest in a ledger that is sorted as records are claimed.
  await database.run('SET preserve_insertion_order = true');
  for (const shard of shards) {
    for (const runId of bases) {
      const target = join(into, String(shard).padStart(4, '0'), runId);
      await mkdir(target, { recursive: true });
      const ledger = sqlFiles([runFolder(folder.root, runId).ledger]);
      await database.run(
        `COPY (SELECT * FROM read_parquet(${ledger}) WHERE ${baseFilterSql(folder.rows, shard)})
         TO ${sqlText(join(target, 'ledger.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
      );
    }
  }
  return shards;
}
