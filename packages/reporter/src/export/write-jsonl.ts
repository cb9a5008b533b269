import { sqlName, sqlText, type Database } from '@sluice/core';
import { sqlTable, type ResultsTable, type TableColumn } from './results-table.ts';

/** Writes one JSON object a line; lists and objects are real ones. */
export async function writeJsonl(db: Database, table: ResultsTable, path: string): Promise<void> {
  const select = sqlTable(table, jsonValue);
  await db.run(`COPY (${select}) TO ${sqlText(path)} (FORMAT json)`);
}

/** JSON has neither NaN nor infinity: DuckDB writes them all the same, and no other reader takes such a line. */
function jsonValue({ name, type }: TableColumn): string {
  const value = sqlName(name);
  if (/^(FLOAT|DOUBLE)$/.test(type)) return finite(value);
  if (/^(FLOAT|DOUBLE)\[\d*\]$/.test(type)) {
    return `list_transform(${value}, lambda number: ${finite('number')})`;
  }
  return value;
}

function finite(number: string): string {
  return `CASE WHEN isfinite(${number}) THEN ${number} END`;
}
