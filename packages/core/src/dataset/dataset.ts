import type { Database } from '../duckdb.ts';
import type { Manifest } from '../model/manifest.ts';

export type DatasetFormat = Manifest['dataset']['format'];

/** A column of the dataset under its own name, with the DuckDB type it is kept in. */
export interface DatasetColumn {
  readonly name: string;
  readonly type: string;
}

/** A dataset that was read and checked from its first byte to its last. Close it when done. */
export interface Dataset {
  /** Absolute, without the sheet. */
  readonly path: string;
  readonly format: DatasetFormat;
  /** Over the file's bytes. */
  readonly sha256: string;
  /** The file's size. */
  readonly bytes: number;
  readonly rows: number;
  /** In the file's order. */
  readonly columns: readonly DatasetColumn[];
  /** What was decided about the file that its owner may want to know, such as the encoding. */
  readonly remarks: readonly string[];
  readonly database: Database;
  /**
   * What to select from: `sluice_ordinal` (from 0), `sluice_line` (where the row starts in the file
   * or sheet, null where the format has no lines), then the dataset's columns in order.
   */
  readonly relation: string;
  /**
   * Makes sure that the file is still the one whose hash this is: it is read more than once.
   *
   * @throws UsageError when it was changed meanwhile
   */
  requireUnchanged(): Promise<void>;
  /** Removes what was kept aside in the temporary folder. */
  close(): Promise<void>;
}

/** Columns of `Dataset.relation` before the dataset's own. */
export const sourceColumns = { ordinal: 'sluice_ordinal', line: 'sluice_line' } as const;

/** Names that Sluice keeps for itself begin with this, in any case. */
export const reservedPrefix = 'sluice_';
