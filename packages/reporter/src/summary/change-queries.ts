import { sqlText } from '@sluice/core';
import { fingerprintPart, numberedStages } from '../merge/stage-references.ts';

/*
 * The steps of a comparison, as SQL: `pairs` of records, `differences` of values between them, the
 * `stage_pairs` behind these, and from the two the `changes` with their causes.
 */

/** Changes that the summary shows one by one. */
const EXAMPLES = 50;

const numbered = (entries: string) => `
  SELECT *, row_number() OVER (PARTITION BY key ORDER BY ordinal) AS occurrence
  FROM ${entries} WHERE kind = 'record'`;

/** Records that are finished in both runs. */
export const PAIRS = `
  SELECT n.ordinal, n.shard, n.key, n."columns" AS now_columns, n.filled_by AS now_filled,
    n.stages AS now_stages, o."columns" AS old_columns, o.filled_by AS old_filled, o.stages AS old_stages
  FROM (${numbered('entries')}) n JOIN (${numbered('base_entries')}) o USING (key, occurrence)`;

/** Values that differ, as JSON, with the stage that gave them. */
export function differences(columns: readonly string[]): string {
  const list = columns.map(
    (name) => `{ name: ${sqlText(name)}, path: ${sqlText(jsonPath(name))} }`,
  );
  const value = (json: string) => `nullif(json_extract(${json}, c.path)::VARCHAR, 'null')`;
  return `
    SELECT * FROM (
      SELECT p.ordinal, p.key, c.name AS "column", ${value('p.old_columns')} AS before,
        ${value('p.now_columns')} AS after,
        coalesce(json_extract_string(p.now_filled, c.path), json_extract_string(p.old_filled, c.path)) AS stage
      FROM (SELECT * FROM pairs WHERE now_columns IS DISTINCT FROM old_columns) p,
        unnest([${list.join(', ')}]::STRUCT(name VARCHAR, path VARCHAR)[]) u(c)
    ) WHERE before IS DISTINCT FROM after`;
}

function jsonPath(name: string): string {
  return `$."${name.replaceAll('"', '\\"')}"`;
}

const stagesOf = (column: string) => `
  SELECT ordinal, shard, s.stage, s.position, ${fingerprintPart('s.fingerprint', 1)} AS fp_hi,
    ${fingerprintPart('s.fingerprint', 17)} AS fp_lo
  FROM (
    SELECT ordinal, shard, unnest(${numberedStages(column)}) AS s
    FROM pairs WHERE ordinal IN (SELECT ordinal FROM differences)
  )`;

const OF_RESULT = 'position, input_sha256 AS input, config_sha256 AS config, outcome';

/** The results behind the differing records, then and now side by side. */
export const STAGE_PAIRS = `
  WITH now_stages AS (
    SELECT r.ordinal, r.stage, ${OF_RESULT}
    FROM (SELECT * FROM entries WHERE kind = 'result') e
    JOIN (${stagesOf('now_stages')}) r USING (shard, fp_hi, fp_lo)
  ), old_stages AS (
    SELECT DISTINCT ON (r.ordinal, r.stage) r.ordinal, r.stage, ${OF_RESULT}
    FROM (SELECT * FROM base_entries WHERE kind = 'result') e
    JOIN (${stagesOf('old_stages')}) r USING (fp_hi, fp_lo)
    ORDER BY r.ordinal, r.stage, e.at DESC
  ), both_runs AS (
    SELECT ordinal, stage, coalesce(n.position, o.position) AS position,
      n.input IS DISTINCT FROM o.input AS is_input_changed,
      n.config IS DISTINCT FROM o.config AS is_config_changed,
      coalesce(n.outcome, 'absent') <> 'ok' OR coalesce(o.outcome, 'absent') <> 'ok' AS did_fail
    FROM now_stages n FULL JOIN old_stages o USING (ordinal, stage)
  )
  SELECT *,
    bool_or(is_config_changed) OVER up_to_here AS is_recipe_changed,
    first_value(is_input_changed) OVER up_to_here AS is_row_changed
  FROM both_runs WINDOW up_to_here AS (PARTITION BY ordinal ORDER BY position)`;

/**
 * The cause of each difference. A record's first stage reads nothing but the row, so when its input
 * differs, the row changed. Later inputs are made of what earlier stages fetched.
 */
export function changes(sharedStages: readonly string[]): string {
  const stages = sharedStages.map(sqlText).join(', ') || 'NULL';
  return `
    SELECT d.*, CASE
      WHEN d.stage NOT IN (${stages}) THEN 'recipe'
      WHEN s.ordinal IS NULL OR s.did_fail THEN 'failure'
      WHEN s.is_row_changed THEN 'row'
      WHEN s.is_input_changed AND s.is_recipe_changed THEN 'page_and_recipe'
      WHEN s.is_input_changed THEN 'page'
      WHEN s.is_config_changed THEN 'recipe'
      ELSE 'other'
    END AS cause
    FROM differences d LEFT JOIN stage_pairs s USING (ordinal, stage)`;
}

export const CHANGES_BY_COLUMN = `
  SELECT "column", count_if(before IS NULL)::DOUBLE AS gained, count_if(after IS NULL)::DOUBLE AS lost,
    count_if(before IS NOT NULL AND after IS NOT NULL)::DOUBLE AS changed
  FROM changes GROUP BY "column" ORDER BY count(*) DESC, "column"`;

export const CHANGES_BY_CAUSE = `
  SELECT cause, count(*)::DOUBLE AS values FROM changes GROUP BY cause ORDER BY values DESC, cause`;

/** The first changes, each with the page that the new value comes from. */
export function changeExamples(evidence: string): string {
  const text = (json: string) => `json_extract_string(${json}::JSON, '$')`;
  return `
    SELECT c.ordinal::DOUBLE + 1 AS row, c.key, c."column", ${text('before')} AS before,
      ${text('after')} AS after, cause, e.url
    FROM (FROM changes ORDER BY ordinal, "column" LIMIT ${EXAMPLES}) c
    LEFT JOIN (
      SELECT ordinal, "column", arg_min(url, coalesce("index", 0)) AS url
      FROM read_parquet(${sqlText(evidence)}) GROUP BY ALL
    ) e USING (ordinal, "column")
    ORDER BY c.ordinal, c."column"`;
}
