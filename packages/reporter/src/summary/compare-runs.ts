import { existsSync } from 'node:fs';
import {
  rowColumns,
  sqlFiles,
  sqlText,
  type Database,
  type Manifest,
  type RunFolder,
} from '@sluice/core';
import { fingerprintPart, numberedStages } from '../merge/stage-references.ts';
import type { RunChanges, ValueChange } from './run-summary.ts';

/** The run to compare with. */
export interface BaseRun {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
}

export interface RunToCompare {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  /** Path of the run's `evidence.parquet`. */
  readonly evidence: string;
}

/** Changes that the summary shows one by one. */
const EXAMPLES = 50;

/**
 * Compares the values of a run with an earlier one's, row by row by key (and by occurrence, should a key
 * stand in several rows), for the rows that are finished in both and the columns that both have.
 *
 * @returns null when the earlier run was never merged
 */
export async function compareRuns(
  db: Database,
  run: RunToCompare,
  base: BaseRun,
): Promise<RunChanges | null> {
  if (!existsSync(base.folder.ledger)) return null;
  const columns = compareNames(run.manifest.recipe.columns, base.manifest.recipe.columns);
  const stages = compareNames(run.manifest.recipe.stages, base.manifest.recipe.stages);
  await db.run(
    `CREATE TEMP VIEW base_entries AS FROM read_parquet(${sqlFiles([base.folder.ledger])})`,
  );
  await db.run(`CREATE TEMP TABLE pairs AS ${PAIRS}`);
  await db.run(`CREATE TEMP TABLE differences AS ${differences(columns.shared)}`);
  await db.run(`CREATE TEMP TABLE stage_pairs AS ${STAGE_PAIRS}`);
  await db.run(`CREATE TEMP TABLE changes AS ${changes(stages.shared)}`);
  return {
    runId: base.manifest.runId,
    ...(await countRows(db, run.folder.rows, base.folder.rows)),
    columns: await db.rows(BY_COLUMN),
    causes: await db.rows(BY_CAUSE),
    addedColumns: columns.added,
    removedColumns: columns.removed,
    examples: await db.rows<ValueChange>(examples(run.evidence)),
  };
}

interface Named {
  readonly name: string;
}

function compareNames(
  now: readonly Named[],
  before: readonly Named[],
): Record<'shared' | 'added' | 'removed', string[]> {
  const [names, earlier] = [now, before].map((list) => list.map(({ name }) => name)) as [
    string[],
    string[],
  ];
  return {
    shared: names.filter((name) => earlier.includes(name)),
    added: names.filter((name) => !earlier.includes(name)),
    removed: earlier.filter((name) => !names.includes(name)),
  };
}

const numbered = (entries: string) => `
  SELECT *, row_number() OVER (PARTITION BY key ORDER BY ordinal) AS occurrence
  FROM ${entries} WHERE kind = 'record'`;

/** Records that are finished in both runs. */
const PAIRS = `
  SELECT n.ordinal, n.shard, n.key, n."columns" AS now_columns, n.filled_by AS now_filled,
    n.stages AS now_stages, o."columns" AS old_columns, o.filled_by AS old_filled, o.stages AS old_stages
  FROM (${numbered('entries')}) n JOIN (${numbered('base_entries')}) o USING (key, occurrence)`;

/** Values that differ, as JSON, with the stage that gave them. */
function differences(columns: readonly string[]): string {
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
const STAGE_PAIRS = `
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
function changes(sharedStages: readonly string[]): string {
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

const BY_COLUMN = `
  SELECT "column", count_if(before IS NULL)::DOUBLE AS gained, count_if(after IS NULL)::DOUBLE AS lost,
    count_if(before IS NOT NULL AND after IS NOT NULL)::DOUBLE AS changed
  FROM changes GROUP BY "column" ORDER BY count(*) DESC, "column"`;

const BY_CAUSE = `
  SELECT cause, count(*)::DOUBLE AS values FROM changes GROUP BY cause ORDER BY values DESC, cause`;

async function countRows(
  db: Database,
  now: string,
  before: string,
): Promise<Pick<RunChanges, 'addedRows' | 'removedRows' | 'comparedRows' | 'changedRows'>> {
  const keys = (file: string) => `
    SELECT ${rowColumns.key} AS key, row_number() OVER (PARTITION BY ${rowColumns.key}) AS occurrence
    FROM read_parquet(${sqlFiles([file])})`;
  const only = (one: string, other: string) =>
    `(SELECT count(*) FROM (${keys(one)}) ANTI JOIN (${keys(other)}) USING (key, occurrence))::DOUBLE`;
  const [counts] = await db.rows<
    Pick<RunChanges, 'addedRows' | 'removedRows' | 'comparedRows' | 'changedRows'>
  >(`
    SELECT ${only(now, before)} AS "addedRows", ${only(before, now)} AS "removedRows",
      (SELECT count(*) FROM pairs)::DOUBLE AS "comparedRows",
      (SELECT count(DISTINCT ordinal) FROM changes)::DOUBLE AS "changedRows"`);
  return counts!;
}

function examples(evidence: string): string {
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
