import { sqlText, type Database, type Evidence } from '@sluice/core';
import { fingerprintPart } from './stage-references.ts';
import { WIDE_ROW_GROUP } from './write-ledger.ts';

/**
 * Writes `evidence.parquet`: one row for each piece of evidence behind a value that stands in the
 * results, in dataset order. What a stage found and another one overruled is left out.
 *
 * Columns: `ordinal`, `key`, those of `Evidence`, `stage`, `run` that found it, `fetched_at` (when the
 * record's pages were last fetched, UTC; where no stage says that it fetched, when the value was found).
 *
 * A result is looked up in the record's own shard only: two shards may have fetched the same site at
 * different moments.
 */
export async function writeEvidence(db: Database, path: string, runId: string): Promise<void> {
  await db.run(`CREATE TEMP TABLE filled AS ${FILLED_COLUMNS}`);
  await db.run('SET VARIABLE fetching_stages = (SELECT list(DISTINCT stage) FROM visits)');
  await db.run(`CREATE TEMP TABLE citations AS ${CITATIONS}`);
  // The results, with all their text, must be streamed past the citations: DuckDB takes them for the
  // smaller side because it underestimates what a filter on JSON rows leaves.
  await db.run(`SET disabled_optimizers = 'join_order,build_side_probe_side'`);
  await db.run(`
    COPY (
      SELECT ordinal, key, ${EVIDENCE_FIELDS.map((field) => `e."${field}"`).join(', ')},
        stage, coalesce(from_run, ${sqlText(runId)}) AS run, fetched_at
      FROM (
        SELECT *, unnest(found) AS e, unnest(range(len(found))) AS position
        FROM (
          SELECT * EXCLUDE (value), json_transform(value, ${EVIDENCE_SHAPE}).evidence AS found
          FROM (${CITED_RESULTS})
        )
      )
      WHERE list_contains(filled, e."column")
      ORDER BY ordinal, stage, position
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${WIDE_ROW_GROUP})`);
  await db.run('RESET disabled_optimizers');
}

const EVIDENCE_TYPES = {
  column: 'VARCHAR',
  index: 'BIGINT',
  value: 'VARCHAR',
  url: 'VARCHAR',
  sha256: 'VARCHAR',
  charset: 'VARCHAR',
  quote: 'VARCHAR',
  start: 'BIGINT',
  end: 'BIGINT',
  in: 'VARCHAR',
  method: 'VARCHAR',
  confidence: 'DOUBLE',
  detail: 'VARCHAR',
} satisfies Record<keyof Evidence, string>;

const EVIDENCE_FIELDS = Object.keys(EVIDENCE_TYPES);
const EVIDENCE_SHAPE = sqlText(JSON.stringify({ evidence: [EVIDENCE_TYPES] }));

/** Which columns each stage filled, once per distinct `filled_by`: there are few, whatever the rows. */
const FILLED_COLUMNS = `
  WITH distinct_fills AS (SELECT DISTINCT filled_by FROM entries WHERE kind = 'record'),
  fills AS (
    SELECT filled_by, unnest(map_entries(from_json(filled_by, '"MAP(VARCHAR, VARCHAR)"'))) AS fill
    FROM distinct_fills
  )
  SELECT row_number() OVER () AS fill, filled_by, fill.value AS stage, list(fill.key) AS filled
  FROM fills GROUP BY ALL`;

/** Which result each record's values rest on, and when the record's pages were fetched. */
const CITATIONS = `
  WITH records AS (
    SELECT shard, ordinal, key, filled_by,
      from_json(stages, '[{"stage":"VARCHAR","fingerprint":"VARCHAR"}]') AS stages
    FROM entries WHERE kind = 'record'
  ),
  stages AS (
    SELECT shard, ordinal, key, filled_by, unnest(stages, recursive := true),
      list_filter(stages, lambda s: list_contains(getvariable('fetching_stages'), s.stage))[1].fingerprint AS visit
    FROM records
  )
  SELECT s.shard, s.ordinal, s.key, f.fill, v.at AS fetched_at,
    ${fingerprintPart('s.fingerprint', 1)} AS fp_hi, ${fingerprintPart('s.fingerprint', 17)} AS fp_lo
  FROM stages s JOIN filled f USING (filled_by, stage)
  LEFT JOIN visits v ON v.shard = s.shard AND v.fp_hi = ${fingerprintPart('s.visit', 1)}
    AND v.fp_lo = ${fingerprintPart('s.visit', 17)}`;

const CITED_RESULTS = `
  SELECT c.ordinal, c.key, f.stage, f.filled, r.value, r.from_run, coalesce(c.fetched_at, r.at) AS fetched_at
  FROM entries r JOIN citations c USING (shard, fp_hi, fp_lo) JOIN filled f USING (fill)
  WHERE r.kind = 'result' AND r.outcome = 'ok' AND r.stage IN (SELECT stage FROM filled)`;
