import type { Manifest } from '@sluice/core';
import type { ResultColumns } from '../merge/result-columns.ts';
import type { WrittenFormats } from '../export/write-formats.ts';
import { accountRows, MISSING_SHARD, type PendingReasons } from './account-rows.ts';
import { explainReason } from './explain-reason.ts';
import { measureThroughput } from './measure-throughput.ts';
import type { StatusCount } from './read-outcome.ts';
import type { MinuteCount } from './read-work.ts';
import {
  summaryVersion,
  type ColumnSummary,
  type ReasonSummary,
  type RunSummary,
} from './run-summary.ts';

/** What the tables of a merge say about a run. */
export interface TableFacts extends Pick<
  RunSummary,
  'sample' | 'stages' | 'hosts' | 'traffic' | 'evidence' | 'model' | 'websites' | 'changes'
> {
  readonly statuses: readonly StatusCount[];
  /** Processed rows with a value, by output column in order. */
  readonly filled: readonly number[];
  /** Of columns with few values, how many of these rows have which; by output column in order. */
  readonly values: readonly ColumnSummary['values'][];
  readonly troubles: readonly Omit<ReasonSummary, 'explanation'>[];
  readonly minutes: readonly MinuteCount[];
  /** When the first visit to a website began; null where there was none. */
  readonly beganAt: string | null;
}

/** These, and what the export itself says. */
export interface RunFacts extends TableFacts {
  /** Shards without a folder, from 1. */
  readonly absentShards: readonly number[];
  readonly refused: WrittenFormats['refused'];
  readonly cutExcelCells: number;
}

/** A command to go on with, and what it is for. */
export interface NextStep {
  readonly purpose: string;
  readonly command: string;
  /** Left out where no row failed, in whole or in part. */
  readonly isForFailures?: boolean;
  /** Left out where no row is pending. */
  readonly isForPending?: boolean;
}

/** What only the caller of a merge knows. */
export interface SummaryContext {
  /** UTC, ISO 8601. */
  readonly mergedAt: string;
  readonly remarks: readonly string[];
  readonly nextSteps: readonly NextStep[];
  readonly pending: PendingReasons;
  explain(reason: string): string | undefined;
}

/** Makes the summary of a run out of what its tables say; the files of the export are added later. */
export function summarise(
  manifest: Manifest,
  columns: ResultColumns,
  facts: RunFacts,
  context: SummaryContext,
): RunSummary {
  const explain = (reason: string) => context.explain(reason) ?? explainReason(reason);
  const account = accountRows(facts.statuses, context.pending);
  return {
    version: summaryVersion,
    runId: manifest.runId,
    name: manifest.name,
    recipe: manifest.recipe.name,
    dataset: datasetOf(manifest),
    createdAt: manifest.createdAt,
    mergedAt: context.mergedAt,
    basedOn: manifest.basedOn,
    state: account.rows.pending === 0 ? 'complete' : 'incomplete',
    rows: account.rows,
    failureRate: account.failureRate,
    pending: account.pending.map((part) => ({ ...part, explanation: explain(part.reason) })),
    missingShards: missingShards(manifest, facts.absentShards, context.pending),
    shardCount: manifest.shards.count,
    columns: columns.outputs.map(({ name, source, description, unasked }, index) => ({
      name,
      source,
      description,
      unasked,
      filled: facts.filled[index] ?? 0,
      values: facts.values[index] ?? [],
    })),
    sample: facts.sample,
    reasons: [...facts.troubles, ...remarksOf(facts.statuses)].map((reason) => ({
      ...reason,
      explanation: explain(reason.reason),
    })),
    stages: inRecipeOrder(manifest, facts.stages),
    hosts: facts.hosts,
    traffic: facts.traffic,
    throughput: measureThroughput(facts.minutes, facts.beganAt),
    evidence: facts.evidence,
    model: facts.model,
    websites: facts.websites,
    changes: facts.changes,
    files: [],
    refused: [...facts.refused],
    cutExcelCells: facts.cutExcelCells,
    remarks: [...context.remarks],
    nextSteps: stepsThatHelp(context.nextSteps, account.rows),
  };
}

function stepsThatHelp(
  steps: readonly NextStep[],
  { failed, partial, pending }: RunSummary['rows'],
): RunSummary['nextSteps'] {
  return steps
    .filter(({ isForFailures = false }) => !isForFailures || failed + partial > 0)
    .filter(({ isForPending = false }) => !isForPending || pending > 0)
    .map(({ purpose, command }) => ({ purpose, command }));
}

function datasetOf({ dataset }: Manifest): RunSummary['dataset'] {
  return { path: dataset.path, format: dataset.format, sha256: dataset.sha256 };
}

function missingShards(
  manifest: Manifest,
  absent: readonly number[],
  pending: PendingReasons,
): RunSummary['missingShards'] {
  if (pending.absentShardReason !== MISSING_SHARD) return [];
  return absent.map((shard) => ({ shard, rows: manifest.shards.rows[shard - 1] ?? 0 }));
}

/** A complete record may carry a remark, such as `no_text`. */
function remarksOf(statuses: readonly StatusCount[]): Omit<ReasonSummary, 'explanation'>[] {
  return statuses.flatMap(({ status, reason, rows }) =>
    status === 'complete' && reason !== null
      ? [{ status, reason, stage: null, rows, examples: [] }]
      : [],
  );
}

function inRecipeOrder(manifest: Manifest, stages: RunSummary['stages']): RunSummary['stages'] {
  const order = manifest.recipe.stages.map(({ name }) => name);
  return stages.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
