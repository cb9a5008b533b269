import { sqlText, type Database } from '../duckdb.ts';
import { publishFile } from '../durable-file.ts';
import { writeChecksum } from '../file-checksum.ts';
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
 * @param database - keeps the order of rows
 * @returns where the results stand in the sealed file, as read back from it
 */
export async function sealJournal(
  database: Database,
  options: SealOptions,
): Promise<readonly ResultPlace[]> {
  const temporary = `${options.sealed}.tmp`;
  await database.run(copySql(options, temporary));
  const places = await readResultPlaces(database, temporary);
  // Each query runs in one of four threads, and each thread would keep some 15 MB for the next.
  await database.trimMemory();
  await writeChecksum(temporary, options.sealed);
  killPoint('seal:segment-written');
  await publishFile(temporary, options.sealed);
  killPoint('seal:segment-named');
  return places;
}

/**
 * A group is held until it is whole. With DuckDB's own 122,880 that is the whole journal: of 24 MB, sealing took
 * 105 MB at its peak, and half of it stayed with the process, between pieces of memory that live longer. With
 * 2,048 it takes 50 MB, and neither writing nor looking up is slower; the file is 4 % larger.
 */
const ROWS_PER_GROUP = 2_048;

/** Each row is written as it is read: nothing is sorted, joined or held. */
function copySql(options: SealOptions, temporary: string): string {
  const { journal, maxLineBytes, openAttempts } = options;
  return `
    COPY (
      FROM ${journalSql([journal], maxLineBytes)}
      WHERE kind <> 'attempt' OR seq IN (${['NULL', ...openAttempts].join(', ')})
    ) TO ${sqlText(temporary)} (
      FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE ${ROWS_PER_GROUP},
      KV_METADATA {${segmentVersionKey}: '${segmentVersion}'}
    )`;
}
