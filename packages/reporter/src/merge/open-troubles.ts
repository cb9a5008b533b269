import { rowColumns, sqlFiles, sqlName, sqlText, type Database, type Manifest } from '@sluice/core';
import { fingerprintPart, numberedStages } from './stage-references.ts';

/**
 * Makes the table `troubles`: the failed, partial and skipped records, with the stage that decided it,
 * the row's input values (`inputs` as JSON, `label` as text) and `row`, its position from 1.
 */
export async function openTroubles(
  db: Database,
  rowsFile: string,
  manifest: Manifest,
): Promise<void> {
  const inputs = Object.values(manifest.dataset.inputs);
  const pairs = inputs.map((name) => `${sqlText(name)}, r.${sqlName(name)}`);
  const values = inputs.map((name) => `nullif(r.${sqlName(name)}::VARCHAR, '')`);
  await db.run(`CREATE TEMP TABLE deciding_stages AS ${DECIDING_STAGES}`);
  await db.run(`
    CREATE TEMP TABLE troubles AS
    SELECT e.ordinal, e.key, e.ordinal + 1 AS row, e.status, d.stage, e.reason, e.detail,
      json_object(${pairs.join(', ')}) AS inputs, concat_ws(' · ', ${['NULL', ...values].join(', ')}) AS label
    FROM entries e
    JOIN read_parquet(${sqlFiles([rowsFile])}) r ON r.${rowColumns.ordinal} = e.ordinal
    LEFT JOIN deciding_stages d ON d.ordinal = e.ordinal
    WHERE e.kind = 'record' AND e.status <> 'complete'
    ORDER BY e.ordinal`);
}

/** Writes `errors.jsonl`, in dataset order. */
export async function writeErrors(db: Database, path: string): Promise<void> {
  await db.run(`
    COPY (SELECT key, row, status, stage, reason, detail, inputs FROM troubles ORDER BY ordinal)
    TO ${sqlText(path)} (FORMAT json)`);
}

/** The first stage of a record that did not succeed for the reason that the record gives. */
const DECIDING_STAGES = `
  WITH records AS (
    SELECT shard, ordinal, reason, unnest(${numberedStages('stages')}) AS s
    FROM entries WHERE kind = 'record' AND status <> 'complete'
  ), stages AS (
    SELECT shard, ordinal, reason, s.position, ${fingerprintPart('s.fingerprint', 1)} AS fp_hi,
      ${fingerprintPart('s.fingerprint', 17)} AS fp_lo
    FROM records
  )
  SELECT s.ordinal, arg_min(e.stage, s.position) AS stage
  FROM (SELECT * FROM entries WHERE kind = 'result' AND outcome <> 'ok') e
  JOIN stages s USING (shard, fp_hi, fp_lo)
  WHERE e.reason IS NOT DISTINCT FROM s.reason
  GROUP BY s.ordinal`;
