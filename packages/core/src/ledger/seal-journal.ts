import { sqlText, openDuckDB } from '../duckdb.ts';
import { publishFile } from '../durable-file.ts';
import { killPoint } from '../kill-point.ts';
import { readResultPlaces, type ResultPlace } from './sealed-index.ts';
import { journalSql } from './segment-sql.ts';

/** Version of sealed files, in their metadata under `segmentVersionKey`; readers refuse newer ones. */
export const segmentVersion = 2;
export const segmentVersionKey = 'sluice_segment_version';

export interface SealOptions {
  /** Journal in which every line is intact. */
  readonly journal: string;
  /** Length of its longest line, in bytes. */
  readonly maxLineBytes: number;
  /** `seq` of the attempts to keep; the others tell nothing any more. */
  readonly openAttempts: readonly number[];
  /** Parquet file to write; it appears whole and durable, or not at all. */
  readonly sealed: string;
}

/**
 * Writes a journal's entries to Parquet, in order.
 *
 * @returns where the results stand in the sealed file, as read back from it
 */
export async function sealJournal(options: SealOptions): Promise<readonly ResultPlace[]> {
  const temporary = `${options.sealed}.tmp`;
  // A database of its own, for as long as the sealing lasts: lookups go on meanwhile, and the memory
  // goes back (175 MB instead of 270 MB after 25 segments; opening takes some 15 ms).
  const database = await openDuckDB(':memory:', { threads: 1, keepsOrder: true });
  try {
    await database.run(copySql(options, temporary));
    const places = await readResultPlaces(database, temporary);
    killPoint('seal:segment-written');
    await publishFile(temporary, options.sealed);
    killPoint('seal:segment-named');
    return places;
  } finally {
    database.close();
  }
}

/** Each row is written as it is read: nothing is sorted, joined or held. */
function copySql(options: SealOptions, temporary: string): string {
  const { journal, maxLineBytes, openAttempts } = options;
  return `
    COPY (
      FROM ${journalSql([journal], maxLineBytes)}
      WHERE kind <> 'attempt' OR seq IN (${['NULL', ...openAttempts].join(', ')})
    ) TO ${sqlText(temporary)} (
      FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd,
      KV_METADATA {${segmentVersionKey}: '${segmentVersion}'}
    )`;
}
