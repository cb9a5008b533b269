import { getHeapStatistics } from 'node:v8';
import { formatCount, sqlName, sqlText, type Database } from '@sluice/core';
import writeExcelFile from 'write-excel-file/node';
import { FormatRefusal } from './format-refusal.ts';
import { sqlJsonText } from './json-value.ts';
import { neutraliseCell } from './neutralise-cell.ts';
import { isNested, sqlTable, type ResultsTable, type TableColumn } from './results-table.ts';

/** Characters in a cell and rows below the heading, as Excel allows. */
const MAX_EXCEL_CELL = 32_767;
const MAX_EXCEL_ROWS = 1_048_575;

type Cell = string | number | boolean | null;

/**
 * Writes an Excel workbook with one sheet. Text that Excel could run is neutralised, cells longer than
 * Excel allows are cut.
 *
 * @returns the number of cells that were cut
 * @throws FormatRefusal when there are more rows than a sheet holds, or more text than fits in memory
 */
export async function writeExcel(db: Database, table: ResultsTable, path: string): Promise<number> {
  await refuseTooLarge(db, table);
  const sheet: Cell[][] = [table.columns.map(({ name }) => excelText(name))];
  let cutCells = 0;
  const result = await db.connection.stream(sqlTable(table, excelCell));
  for await (const rows of result.yieldRowsJs()) {
    for (const row of rows as Cell[][]) {
      cutCells += row.filter(isTooLong).length;
      sheet.push(row.map((cell) => (typeof cell === 'string' ? excelText(cell) : cell)));
    }
  }
  await writeExcelFile(sheet, { stickyRowsCount: 1 }).toFile(path);
  return cutCells;
}

/**
 * A workbook is made in memory: measured, 300 bytes a cell and 8 for each character in it. Running out of
 * it would end the process, so it is refused before.
 */
const BYTES_PER_CELL = 300;
const BYTES_PER_CHARACTER = 8;

async function refuseTooLarge(db: Database, { file, columns }: ResultsTable): Promise<void> {
  const lengths = columns.map(({ name }) => `coalesce(strlen(${sqlName(name)}::VARCHAR), 0)`);
  const [size] = await db.rows<{ rows: bigint; characters: number | null }>(`
    SELECT count(*) AS rows, sum(list_sum([${lengths.join(', ')}]))::DOUBLE AS characters
    FROM read_parquet(${sqlText(file)})`);
  const rows = Number(size?.rows ?? 0);
  if (rows > MAX_EXCEL_ROWS) {
    throw new FormatRefusal(
      `${formatCount(rows)} rows do not fit into a sheet of ${formatCount(MAX_EXCEL_ROWS)}`,
    );
  }
  const bytes =
    rows * columns.length * BYTES_PER_CELL + (size?.characters ?? 0) * BYTES_PER_CHARACTER;
  const limit = getHeapStatistics().heap_size_limit;
  if (bytes > limit) {
    throw new FormatRefusal(
      `it needs about ${toGigabytes(bytes)} GB of memory and this process may use ${toGigabytes(limit)} GB; ` +
        'raise it with NODE_OPTIONS=--max-old-space-size, or use another format',
    );
  }
}

function toGigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

const NUMBERS = /^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT|UINTEGER|FLOAT|DOUBLE)$/;

/** Whole numbers of 64 bits stay text: Excel keeps 15 digits. */
function excelCell(column: TableColumn): string {
  const { name, type } = column;
  if (isNested(type)) return sqlJsonText(column);
  if (type === 'BOOLEAN') return sqlName(name);
  if (!NUMBERS.test(type)) return `${sqlName(name)}::VARCHAR`;
  return `CASE WHEN isfinite(${sqlName(name)}::DOUBLE) THEN ${sqlName(name)}::DOUBLE END`;
}

function isTooLong(cell: Cell): boolean {
  return typeof cell === 'string' && cell.length > MAX_EXCEL_CELL;
}

/** Excel reads `_x0041_` as `A`; the underscore itself has to be written in that way to stay text. */
const CHARACTER_CODE = /_(?=x[0-9A-Fa-f]{4}_)/g;

function excelText(text: string): string {
  const cell = neutraliseCell(text).replaceAll(CHARACTER_CODE, '_x005F_').slice(0, MAX_EXCEL_CELL);
  // write-excel-file numbers its strings in a plain object, where names such as `constructor` are taken.
  return cell in Object.prototype ? `${cell} ` : cell;
}
