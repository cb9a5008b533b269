import { sqlText, type Database } from '@sluice/core';
import { sqlJsonValue } from './json-value.ts';
import { sqlTable, type ResultsTable } from './results-table.ts';

/** Writes one JSON object a line; lists and objects are real ones. */
export async function writeJsonl(db: Database, table: ResultsTable, path: string): Promise<void> {
  const select = sqlTable(table, sqlJsonValue);
  await db.run(`COPY (${select}) TO ${sqlText(path)} (FORMAT json)`);
}
