import { existsSync } from 'node:fs';
import { sqlFiles, type Database } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import type { FingerprintIndex, FingerprintWords } from './fingerprint-index.ts';
import { readNumberRows, streamNumberRows } from './number-rows.ts';
import type { SegmentFile } from './segment-files.ts';

/** Columns of the rows below after the four words of the fingerprint. */
const fileAt = 4;
const rowAt = 5;
const codeAt = 6;
/** Codes of the rows: a result, or an attempt as 1 + 2 if it ended + 1 if it was alone. */
const resultCode = 0;
const rowCode = `CASE WHEN kind = 'result' THEN ${resultCode}
  ELSE 1 + 2 * (phase = 'ended')::INTEGER + alone::INTEGER END`;

const WITH_FINGERPRINT = `kind IN ('result', 'attempt')`;

/**
 * Notes the results of an earlier run's ledger.
 *
 * @param segment - the number it goes by
 * @throws UsageError when it is missing
 */
export async function indexBase(
  database: Database,
  index: FingerprintIndex,
  base: { readonly file: string; readonly filterSql?: string },
  segment: number,
): Promise<void> {
  if (!existsSync(base.file)) throw missingBase(base.file);
  const filter = base.filterSql === undefined ? '' : ` AND (${base.filterSql})`;
  const sql = placesSql([base.file], `${resultCode}`, `kind = 'result'${filter}`);
  await streamNumberRows(database, sql, (row) => index.setResult(row, segment, row[rowAt] ?? 0));
}

/** Notes the results and attempts of sealed files, given the oldest first. */
export async function indexSealed(
  database: Database,
  index: FingerprintIndex,
  files: readonly SegmentFile[],
): Promise<void> {
  if (files.length === 0) return;
  const paths = files.map((file) => file.path);
  await streamNumberRows(database, placesSql(paths, rowCode, WITH_FINGERPRINT), (row) => {
    const code = row[codeAt] ?? resultCode;
    const file = files[row[fileAt] ?? 0];
    if (file === undefined) throw new Error('a row of a file that was not asked for');
    if (code === resultCode) index.setResult(row, file.number, row[rowAt] ?? 0);
    else index.countAttempt(row, code >= 3 ? -1 : 1, code % 2 === 0);
  });
}

/** Where a result stands in a sealed file. */
export interface ResultPlace {
  readonly words: FingerprintWords;
  readonly row: number;
}

/** Reads where the results of one sealed file stand, in order. */
export async function readResultPlaces(database: Database, path: string): Promise<ResultPlace[]> {
  const places: ResultPlace[] = [];
  const sql = placesSql([path], `${resultCode}`, `kind = 'result'`);
  await readNumberRows(database, sql, (row) => {
    places.push({ words: row.slice(0, fileAt), row: row[rowAt] ?? 0 });
  });
  return places;
}

function missingBase(file: string): UsageError {
  return new UsageError(
    `the results of an earlier run are missing: \`${file}\`; restore the file, or start over with \`--fresh\``,
  );
}

function placesSql(files: readonly string[], codeSql: string, condition: string): string {
  return `
    SELECT (fp_hi >> 32)::UINTEGER, (fp_hi & 4294967295)::UINTEGER,
      (fp_lo >> 32)::UINTEGER, (fp_lo & 4294967295)::UINTEGER,
      file_index::UINTEGER, file_row_number::UINTEGER, (${codeSql})::UTINYINT
    FROM read_parquet(${sqlFiles(files)}, union_by_name = true) WHERE ${condition}`;
}
