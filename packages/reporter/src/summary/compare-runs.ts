import { existsSync } from 'node:fs';
import { rowColumns, sqlFiles, type Database, type Manifest, type RunFolder } from '@sluice/core';
import {
  changeExamples,
  changes,
  CHANGES_BY_CAUSE,
  CHANGES_BY_COLUMN,
  differences,
  PAIRS,
  STAGE_PAIRS,
} from './change-queries.ts';
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
    columns: await db.rows(CHANGES_BY_COLUMN),
    causes: await db.rows(CHANGES_BY_CAUSE),
    addedColumns: columns.added,
    removedColumns: columns.removed,
    examples: await db.rows<ValueChange>(changeExamples(run.evidence)),
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
