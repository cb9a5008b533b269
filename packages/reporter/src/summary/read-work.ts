import { sqlText, type Database } from '@sluice/core';
import type { ReasonSummary, RunSummary } from './run-summary.ts';

const EXAMPLES = 3;
/** Reasons that the summary names; a recipe that makes up a reason per row must not make it endless. */
const REASONS = 100;

/** Groups the failed, partial and skipped records by reason, largest first, each with its first rows. */
export async function readTroubles(db: Database): Promise<Omit<ReasonSummary, 'explanation'>[]> {
  return db.rows(`
    SELECT status, coalesce(reason, 'unknown') AS reason, stage, count(*)::DOUBLE AS rows,
      arg_min({ row: row::DOUBLE, key: key, inputs: label, detail: detail }, ordinal, ${EXAMPLES}) AS examples
    FROM troubles GROUP BY ALL ORDER BY rows DESC, status, reason LIMIT ${REASONS}`);
}

/** Counts the results of each stage. */
export async function readStages(db: Database): Promise<RunSummary['stages']> {
  return db.rows(`
    SELECT stage AS name, count_if(outcome = 'ok')::DOUBLE AS ok,
      count_if(outcome = 'skipped')::DOUBLE AS skipped, count_if(outcome = 'failed')::DOUBLE AS failed,
      count(from_run)::DOUBLE AS reused
    FROM entries WHERE kind = 'result' AND step IS NULL GROUP BY stage ORDER BY stage`);
}

export interface MinuteCount {
  /** The first and the last record of the minute, UTC, ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly records: number;
}

/** Counts the records that were finished in each minute, in order. */
export async function readMinutes(db: Database): Promise<MinuteCount[]> {
  return db.rows(`
    SELECT min("at") AS "firstAt", max("at") AS "lastAt", count(*)::DOUBLE AS records
    FROM entries WHERE kind = 'record' GROUP BY "at"[1:16] ORDER BY "at"[1:16]`);
}

/** When this run's first visit to a website began, UTC, ISO 8601; null where it made none. */
export async function readFirstVisit(db: Database): Promise<string | null> {
  const [first] = await db.rows<{ beganMs: number | null }>(`
    SELECT min(epoch_ms("at"::TIMESTAMP) - elapsedMs)::DOUBLE AS "beganMs"
    FROM visits WHERE from_run IS NULL`);
  const beganMs = first?.beganMs ?? null;
  return beganMs === null ? null : new Date(beganMs).toISOString();
}

/** Counts the evidence by method, most used first, and shows a piece for each of the first columns. */
export async function readEvidence(
  db: Database,
  file: string,
  columns: readonly string[],
): Promise<RunSummary['evidence']> {
  const evidence = `read_parquet(${sqlText(file)})`;
  const [total] = await db.rows<{ rows: number; pages: number }>(
    `SELECT count(*)::DOUBLE AS rows, count(DISTINCT sha256)::DOUBLE AS pages FROM ${evidence}`,
  );
  const methods = await db.rows<{ method: string; rows: number; confidence: number }>(`
    SELECT method, count(*)::DOUBLE AS rows, avg(confidence) AS confidence
    FROM ${evidence} GROUP BY method ORDER BY rows DESC, method`);
  const examples = await readQuotes(db, file, columns);
  return { rows: total?.rows ?? 0, pages: total?.pages ?? 0, methods, examples };
}

/** Columns with an example, and characters of its value and quote. */
const QUOTED_COLUMNS = 10;
const QUOTE_LENGTH = 120;
/** Examples are taken from the first evidence, so that they cost the same whatever the rows. */
const QUOTE_POOL = 20_000;

/** One piece of evidence a column; each column takes another row, so that they do not all show one record. */
async function readQuotes(
  db: Database,
  file: string,
  columns: readonly string[],
): Promise<RunSummary['evidence']['examples']> {
  if (columns.length === 0) return [];
  const names = columns.map(sqlText).join(', ');
  return db.rows(`
    WITH wanted AS (
      SELECT unnest([${names}]) AS "column", unnest(range(${columns.length})) AS turn
    ), pool AS (
      SELECT *, row_number() OVER (PARTITION BY "column" ORDER BY file_row_number) - 1 AS nth,
        count(*) OVER (PARTITION BY "column") AS total
      FROM read_parquet(${sqlText(file)}, file_row_number = true)
      WHERE file_row_number < ${QUOTE_POOL}
    )
    SELECT (ordinal + 1)::DOUBLE AS row, "column", left(value, ${QUOTE_LENGTH}) AS value,
      left(quote, ${QUOTE_LENGTH}) AS quote, url
    FROM pool JOIN wanted USING ("column") WHERE nth = turn % total
    ORDER BY turn LIMIT ${QUOTED_COLUMNS}`);
}
