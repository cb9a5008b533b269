import { readSheet, SheetNotFoundError } from 'read-excel-file/node';
import { UsageError } from '../errors.ts';
import { checkColumns } from './check-columns.ts';
import { checkHeader } from './check-header.ts';
import type { Table, TableRow } from './table.ts';

/** Rows that are handed on at once. */
const batchRows = 2048;

type ExcelRow = readonly (string | null)[];

/**
 * Reads a sheet of a workbook, every cell as text: dates in ISO 8601, numbers as they count and not as
 * they are formatted. The table may stand anywhere in the sheet. A workbook has at most 1,048,576 rows and
 * is held in memory while it is read.
 *
 * @param sheet - its name; null for the first
 * @throws UsageError when the workbook is damaged or has no such sheet
 */
export async function readExcelTable(path: string, sheet: string | null): Promise<Table> {
  const cells = await readCells(path, sheet);
  const above = cells.findIndex((row) => row.some((cell) => cell !== null));
  const [header, ...rows] = withoutEmptyColumns(above < 0 ? [] : cells.slice(above));
  if (header === undefined) throw new UsageError(`The sheet of \`${path}\` is empty.`);
  checkHeader(path, header, rows[0]);
  const names = checkColumns(path, header);
  return {
    columns: names.map((name) => ({ name, type: 'VARCHAR' })),
    async *rows() {
      for (let from = 0; from < rows.length; from += batchRows) {
        const batch = rows.slice(from, from + batchRows);
        // Behind the header, and from 1.
        const line = above + from + 2;
        yield batch.map((row, index): TableRow => ({ line: line + index, cells: row }));
      }
    },
    remarks: () => [],
  };
}

async function readCells(path: string, sheet: string | null): Promise<readonly ExcelRow[]> {
  try {
    const rows = await readSheet(path, sheet ?? 1, { trim: false });
    return rows.map((row) => row.map(cellText));
  } catch (error) {
    if (error instanceof SheetNotFoundError) throw unknownSheet(path, error);
    throw damaged(path, error);
  }
}

// Nothing but an empty margin at the left; formatting alone makes columns with neither a name nor a value at the right.
function withoutEmptyColumns(rows: readonly ExcelRow[]): readonly ExcelRow[] {
  // One by one: a call with as many arguments as a sheet may have rows overflows the stack.
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const row of rows) {
    const first = row.findIndex((cell) => cell !== null);
    if (first < 0) continue;
    from = Math.min(from, first);
    to = Math.max(to, 1 + row.findLastIndex((cell) => cell !== null));
  }
  return rows.map((row) =>
    Array.from({ length: Math.max(0, to - from) }, (_, column) => row[from + column] ?? null),
  );
}

function cellText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) return dateText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

// Excel knows neither zones nor the difference between a day and its midnight. It keeps a fraction of a day, of
// which 13:14:15 comes back as a millisecond less.
function dateText(date: Date): string {
  const seconds = Math.round(date.getTime() / 1000);
  const [day = '', time = ''] = new Date(1000 * seconds).toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`;
}

function unknownSheet(path: string, error: SheetNotFoundError): UsageError {
  return new UsageError(
    `The workbook \`${path}\` has no sheet \`${error.sheet}\` (${error.message}). ` +
      'Name one of its sheets behind `#`.',
    { cause: error },
  );
}

function damaged(path: string, error: unknown): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(
    `The workbook \`${path}\` cannot be read: ${reason}. Open it in a spreadsheet program and save it ` +
      'as .xlsx again, without a password.',
    { cause: error },
  );
}
