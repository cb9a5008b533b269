import { sqlName, sqlText, type Database } from '@sluice/core';
import { sqlJsonText } from './json-value.ts';
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

/** Whole numbers above it may have lost digits already, and keep the database's notation. */
const MAX_EXACT_WHOLE = 2 ** 53;

function csvCell(column: TableColumn): string {
  const { name, type } = column;
  if (type === 'DOUBLE') return plainNumber(sqlName(name));
  if (isNested(type)) return sqlJsonText(column);
  return isText(type) ? sqlNeutralisedCell(`${sqlName(name)}::VARCHAR`) : sqlName(name);
}

/** `6`, not `6.0`, as every other format has it. */
function plainNumber(number: string): string {
  const isWhole = `${number} = trunc(${number}) AND abs(${number}) <= ${MAX_EXACT_WHOLE}`;
  return `CASE WHEN ${isWhole} THEN ${number}::BIGINT::VARCHAR ELSE ${number}::VARCHAR END`;
}
