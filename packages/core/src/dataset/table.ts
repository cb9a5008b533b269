import type { DatasetColumn } from './dataset.ts';

/** A row as its format has it: text that DuckDB casts to the column's type, null where there is nothing. */
export interface TableRow {
  /** Where it starts in the file or the sheet, from 1, the header counted; null where the format has no lines. */
  readonly line: number | null;
  readonly cells: readonly (string | null)[];
}

/** A dataset while it is being read: its columns, then its rows in order. */
export interface Table {
  readonly columns: readonly DatasetColumn[];
  /** Yields every row once, in small batches. @throws UsageError on a row that cannot be read */
  rows(): AsyncIterable<readonly TableRow[]>;
  /** Complete once all rows are read. */
  remarks(): readonly string[];
}

/** How much a single row may hold. */
export interface CellLimits {
  /** Of one cell as UTF-8. */
  readonly maxCellBytes: number;
}

/** More columns than any sheet a person keeps; a broken delimiter gives millions. */
export const maxColumns = 2048;

/**
 * Says where a row stands, for messages: `row 3`, or `row 3 (line 5)` where its line is another.
 *
 * @param row - of the data, from 1, as reports count; 0 for the header
 */
export function rowPlace(row: number, line: number | null): string {
  const name = row === 0 ? 'the header' : `row ${row}`;
  return line === null || line === row ? name : `${name} (line ${line})`;
}
