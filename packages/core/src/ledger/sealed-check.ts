import { sqlFiles, sqlText, type Database } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import { requireIntact } from '../file-checksum.ts';
import { segmentVersion, segmentVersionKey } from './seal-journal.ts';
import type { SegmentFile } from './segment-files.ts';

/** What tells that a sealed file holds all of a journal. */
export interface SegmentExtent {
  /** The highest `seq`; -1 when there is no entry. */
  readonly lastSeq: number;
  readonly results: number;
}

interface FileVersion {
  readonly file: string;
  readonly version: string;
}

/**
 * Refuses sealed files that are damaged or of a newer version.
 *
 * @throws UsageError naming the file
 */
export async function checkSealedFiles(
  database: Database,
  files: readonly SegmentFile[],
): Promise<void> {
  if (files.length === 0) return;
  await requireIntact(files.map(({ path }) => path));
  const [newer] = await readNewerVersions(database, files).catch((error: unknown) => {
    throw unreadable(error);
  });
  if (newer !== undefined) throw newerVersion(newer.file, newer.version);
}

async function readNewerVersions(
  database: Database,
  files: readonly SegmentFile[],
): Promise<FileVersion[]> {
  const paths = sqlFiles(files.map((file) => file.path));
  return database.rows<FileVersion>(`
    SELECT file_name AS file, decode(value) AS version FROM parquet_kv_metadata(${paths})
    WHERE decode(key) = ${sqlText(segmentVersionKey)}
      AND decode(value)::INTEGER > ${segmentVersion} LIMIT 1`);
}

/** DuckDB's message names the file. */
function unreadable(error: unknown): UsageError {
  const message = error instanceof Error ? error.message : String(error);
  return new UsageError(
    `a sealed file of the ledger cannot be read (${message}); restore it, or delete it to have its results made again`,
    { cause: error },
  );
}

/** Reads the extent of sealed files from their statistics. */
export async function readSealedExtent(
  database: Database,
  files: readonly SegmentFile[],
): Promise<SegmentExtent> {
  if (files.length === 0) return { lastSeq: -1, results: 0 };
  const [extent] = await database.rows<{ lastSeq: number; results: number }>(`
    SELECT coalesce(max(seq), -1)::DOUBLE AS "lastSeq",
      (count(*) FILTER (kind = 'result'))::DOUBLE AS results
    FROM read_parquet(${sqlFiles(files.map((file) => file.path))})`);
  if (extent === undefined) throw new Error('an aggregate without a row');
  return extent;
}

/** The error for a file that a newer version of Sluice wrote. */
export function newerVersion(path: string, version: number | string): UsageError {
  return new UsageError(
    `\`${path}\` is of version \`${version}\`, which this version of Sluice cannot read; update Sluice, or start over with \`--fresh\``,
  );
}
