import { rm } from 'node:fs/promises';
import { publishFile } from '../durable-file.ts';
import { sqlName, sqlText } from '../duckdb.ts';
import { diskError } from '../disk-error.ts';
import { rowColumns } from '../model/manifest.ts';
import { requireShardCount } from '../plan/plan-shards.ts';
import { assignShards } from './assign-shards.ts';
import { type Dataset, sourceColumns } from './dataset.ts';
import { type RoutedRows, type RouteOptions, routeRows } from './route-rows.ts';

/** Rows of a row group: a shard reads ranges of ordinals, and unread groups are skipped. */
const groupRows = 10_240;
/** Groups of wide rows get fewer, so that writing one takes little memory. */
const groupBytes = 16 * 1024 * 1024;
/** Of a cell while its group is gathered, beside its text. */
const cellBytes = 32;

export interface FreezeOptions extends RouteOptions {
  /** Where `rows.parquet` goes; its folder exists. */
  readonly rowsFile: string;
  /** 1 to 4,096. */
  readonly shardCount: number;
}

export interface FrozenRows {
  /** Rows per shard, from shard 1. */
  readonly shardRows: readonly number[];
}

/**
 * Writes the rows of a run, durably and in one step: key, shard key and shard, then the dataset's own
 * columns unchanged, sorted by ordinal. The same dataset and options give the same assignment.
 *
 * @throws UsageError when the number of shards is out of range, or the file was changed since it was opened
 * @throws ResumableError when the disk is full
 * @throws whatever the recipe's `shardKey` throws
 */
export async function freezeRows(dataset: Dataset, options: FreezeOptions): Promise<FrozenRows> {
  const { rowsFile, shardCount } = options;
  requireShardCount(shardCount);
  const temporary = `${rowsFile}.${process.pid}.tmp`;
  try {
    const routed = await routeRows(dataset, options);
    const shard = await assignShards(routed, options, dataset.rows, shardCount);
    await routed.functions.rows(copyStatement(dataset, routed, shard, temporary));
    const shardRows = await countShards(dataset, shardCount, temporary);
    await dataset.requireUnchanged();
    await publishFile(temporary, rowsFile);
    return { shardRows };
  } catch (error) {
    throw diskError(error, rowsFile);
  } finally {
    await rm(temporary, { force: true });
  }
}

// The dataset's database keeps the order that rows come in, and a sort is to be spared: it would hold
// wide rows in memory. `countShards` makes sure of the order.
function copyStatement(dataset: Dataset, routed: RoutedRows, shard: string, file: string): string {
  const columns = [
    `${sourceColumns.ordinal} AS ${rowColumns.ordinal}`,
    `sluice_key AS ${rowColumns.key}`,
    `sluice_shard_key AS ${rowColumns.shardKey}`,
    `${shard} AS ${rowColumns.shard}`,
    ...dataset.columns.map(({ name }) => sqlName(name)),
  ];
  const order = routed.isOrdered ? '' : `ORDER BY ${sourceColumns.ordinal}`;
  return `COPY (SELECT ${columns.join(', ')} FROM ${routed.relation} ${order}) TO ${sqlText(file)}
    (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowsPerGroup(dataset)})`;
}

function rowsPerGroup({ bytes, rows, columns }: Dataset): number {
  const fitting = Math.floor(groupBytes / (bytes / rows + cellBytes * columns.length));
  return Math.max(1, Math.min(groupRows, fitting));
}

async function countShards(
  { database, rows }: Dataset,
  shardCount: number,
  file: string,
): Promise<readonly number[]> {
  const { ordinal, shard } = rowColumns;
  const counts = await database.rows<{ shard: number; rows: bigint; isSorted: boolean }>(
    `SELECT ${shard} AS shard, count(*) AS rows, bool_and(${ordinal} = file_row_number) AS "isSorted"
     FROM read_parquet(${sqlText(file)}, file_row_number = true) GROUP BY ${shard}`,
  );
  const shardRows = Array<number>(shardCount).fill(0);
  for (const count of counts) shardRows[count.shard - 1] = Number(count.rows);
  const total = shardRows.reduce((sum, count) => sum + count, 0);
  if (total === rows && counts.every(({ isSorted }) => isSorted)) return shardRows;
  throw new Error(`${file} was written with ${total} of ${rows} rows, or out of order`);
}
