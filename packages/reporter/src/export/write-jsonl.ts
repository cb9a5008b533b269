import { sqlText, type Database } from '@sluice/core';
import type { ResultsTable } from './results-table.ts';

/** Writes one JSON object a line; lists and objects are real ones. */
export async function writeJsonl(db: Database, table: ResultsTable, path: string): Promise<void> {
  await db.run(
    `COPY (FROM read_parquet(${sqlText(table.file)})) TO ${sqlText(path)} (FORMAT json)`,
  );
}
