import type { DatasetColumn } from './dataset.ts';

/** A row as its format has it: text that DuckDB casts to the column's type, null where there is nothing. */
export interface TableRow {
  /** Where it starts in the file, from 1; null where the format has no lines. */
  readonly line: number | null;
  readonly cells: readonly (string | null)[];
}

/** A dataset while it is being read: its columns, then its rows in order. */
export interface Table {
  readonly columns: readonly DatasetColumn[];
  readonly firstRow: 1 | 2;
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

/** Says where a row stands, for messages: `row 3`, or `row 3 (line 5)` where that differs. */
export function rowPlace(row: number, line: number | null): string {
  return line === null || line === row ? `row ${row}` : `row ${row} (line ${line})`;
}
