import { sqlName, sqlText, type Database } from '@sluice/core';
import { neutraliseCell, sqlNeutralisedCell } from './neutralise-cell.ts';
import {
  isNested,
  isText,
  sqlTable,
  type ResultsTable,
  type TableColumn,
} from './results-table.ts';

/** Writes UTF-8 CSV: lists as JSON text, formulas neutralised, headings too. */
export async function writeCsv(db: Database, table: ResultsTable, path: string): Promise<void> {
  const select = sqlTable(table, csvCell, neutraliseCell);
  await db.run(`COPY (${select}) TO ${sqlText(path)} (FORMAT csv, HEADER)`);
}

function csvCell({ name, type }: TableColumn): string {
  if (isNested(type)) return `to_json(${sqlName(name)})::VARCHAR`;
  return isText(type) ? sqlNeutralisedCell(`${sqlName(name)}::VARCHAR`) : sqlName(name);
}
