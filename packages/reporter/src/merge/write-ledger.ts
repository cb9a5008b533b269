import { publishFile, segmentColumns, sqlName, sqlText, type Database } from '@sluice/core';
import { rm } from 'node:fs/promises';

/**
 * Rows per group of a Parquet file that holds long JSON text. Smaller groups than DuckDB's 122,880 keep
 * sorting and writing in memory and let a reader skip more; measured on a million records: 9.0 s
 * against 15.4 s.
 */
export const WIDE_ROW_GROUP = 30_720;

/** Writes `ledger.parquet`, sorted by ordinal: what the next run is based on. Readers see the old or the new. */
export async function writeLedger(db: Database, path: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const columns = Object.keys(segmentColumns).map(sqlName).join(', ');
  try {
    await db.run(`
      COPY (SELECT ${columns} FROM entries ORDER BY ordinal, seq) TO ${sqlText(temporary)}
      (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${WIDE_ROW_GROUP})`);
    await publishFile(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
