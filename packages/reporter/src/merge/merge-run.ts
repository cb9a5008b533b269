import { writeFile } from 'node:fs/promises';
import {
  diskError,
  killPoint,
  requireIntact,
  sqlText,
  systemClock,
  writeFileDurably,
  type Clock,
  type Database,
  type Manifest,
  type RunFolder,
} from '@sluice/core';
import { ExportFolder } from '../export/export-folder.ts';
import { defaultFormats, type ResultFormat } from '../export/result-formats.ts';
import { writeFormats } from '../export/write-formats.ts';
import { MISSING_SHARD, type PendingReasons } from '../summary/account-rows.ts';
import type { BaseRun } from '../summary/compare-runs.ts';
import { readRunFacts } from '../summary/read-run-facts.ts';
import type { RunSummary } from '../summary/run-summary.ts';
import { summaryFile } from '../summary/read-run-summary.ts';
import { summarise, type NextStep } from '../summary/summarise.ts';
import { findSegments } from './find-segments.ts';
import { openEntries } from './open-entries.ts';
import { withMergeDatabase } from './with-merge-database.ts';
import { openTroubles, writeErrors } from './open-troubles.ts';
import { openVisits } from './open-visits.ts';
import { planResultColumns } from './result-columns.ts';
import { writeEvidence } from './write-evidence.ts';
import { writeLedger } from './write-ledger.ts';
import { writeResults } from './write-results.ts';

export interface MergeOptions {
  /** The folder of the results. */
  readonly out: string;
  /** Formats of the results; CSV and Parquet unless said otherwise. */
  readonly formats?: readonly ResultFormat[];
  /** The earlier run to compare with, merged; null or absent for none. */
  readonly baseRun?: BaseRun | null;
  /** Why rows are pending, from whoever knows why the run stopped. */
  readonly pending?: Partial<PendingReasons>;
  /** Says in words what a reason means; undefined where it does not know. */
  readonly explain?: (reason: string) => string | undefined;
  /** Facts that the report should state, in words. */
  readonly remarks?: readonly string[];
  /** Commands to go on with. */
  readonly nextSteps?: readonly NextStep[];
  readonly clock?: Clock;
}

/**
 * Merges the shards of a run: writes `ledger.parquet` and `summary.json` into the run's folder, and the
 * results, evidence, errors and `run.json` to the output folder. May be called at any time, with shards
 * missing or unfinished, and as often as wanted; journals have to be sealed before.
 *
 * The files of the output folder appear together, once all are complete.
 *
 * @throws UsageError when the output folder cannot be written, or a file of the ledger is damaged
 * @throws ResumableError when the disk is full or fails, or a file of the run is gone; the run and the earlier
 * output are untouched
 */
export async function mergeRun(
  folder: RunFolder,
  manifest: Manifest,
  options: MergeOptions,
): Promise<RunSummary> {
  const exported = await ExportFolder.open(options.out);
  try {
    return await withMergeDatabase(folder, manifest.dataset.columns.length, (db) =>
      mergeInto({ db, folder, manifest, options, exported }),
    );
  } catch (error) {
    throw diskError(error, options.out);
  } finally {
    await exported.discard();
  }
}

interface Merge {
  readonly db: Database;
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  readonly options: MergeOptions;
  readonly exported: ExportFolder;
}

async function mergeInto(merge: Merge): Promise<RunSummary> {
  const { db, folder, manifest, options, exported } = merge;
  const segments = await findSegments(folder, manifest);
  await requireIntact(segments.files);
  await openEntries(db, segments.files);
  await writeLedger(db, folder.ledger, segments.id);
  killPoint('merge:ledger-written');

  await openVisits(db);
  await openTroubles(db, folder.rows, manifest);
  const pending = pendingReasons(options.pending);
  const columns = planResultColumns(manifest);
  const results = exported.add('results.parquet');
  await writeResults(db, results, {
    rowsFile: folder.rows,
    columns,
    pendingReason: sqlPendingReason(pending, segments.absentShards),
  });
  const evidence = exported.add('evidence.parquet');
  await writeEvidence(db, evidence, manifest.runId);

  // From here on rows are only copied, in the order in which they stand in the Parquet files.
  await db.run('SET preserve_insertion_order = true');
  await writeErrors(db, exported.add('errors.jsonl'));
  const formats = options.formats ?? defaultFormats;
  const written = await writeFormats(db, exported, { results, evidence }, formats);

  const facts = await readRunFacts(db, {
    folder,
    manifest,
    columns,
    results,
    evidence,
    base: options.baseRun ?? null,
  });
  const summary = summarise(
    manifest,
    columns,
    { ...facts, ...written, ...segments },
    {
      pending,
      explain: options.explain ?? (() => undefined),
      mergedAt: new Date((options.clock ?? systemClock).now()).toISOString(),
      remarks: options.remarks ?? [],
      nextSteps: options.nextSteps ?? [],
    },
  );
  if (!formats.includes('parquet')) await exported.drop('results.parquet');
  killPoint('merge:results-written');
  return publish(merge, { ...summary, files: await exported.sizes() });
}

function pendingReasons(given: Partial<PendingReasons> = {}): PendingReasons {
  return {
    reason: given.reason ?? 'not_finished',
    absentShardReason: given.absentShardReason ?? MISSING_SHARD,
  };
}

function sqlPendingReason(pending: PendingReasons, absentShards: readonly number[]): string {
  const absent = absentShards.length === 0 ? 'NULL' : absentShards.join(', ');
  return `CASE WHEN shard IN (${absent}) THEN ${sqlText(pending.absentShardReason)} ELSE ${sqlText(pending.reason)} END`;
}

async function publish(
  { folder, manifest, exported }: Merge,
  summary: RunSummary,
): Promise<RunSummary> {
  const content = JSON.stringify({ version: 1, manifest, summary }, null, 2);
  await writeFile(exported.add('run.json'), `${content}\n`);
  await exported.publish();
  killPoint('merge:results-named');
  await writeFileDurably(summaryFile(folder), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}
