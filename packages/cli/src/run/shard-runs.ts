import {
  defaultLimits,
  runShard,
  systemClock,
  type Coordinator,
  type CoordinatorLine,
  type Log,
  type Manifest,
  type Recipe,
  type RunFolder,
  type RunLimits,
  type RunProgress,
  type ShardOutcome,
  type StopReason,
} from '@sluice/core';
import type { RunOptions } from '../options/run-options.ts';
import type { RunLog } from './run-log.ts';

/** A run that is planned, with everything needed to work on its shards in one process. */
export interface OpenRun {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  readonly recipe: Recipe;
  /** What the recipe made of the options. */
  readonly recipeOptions: unknown;
  readonly options: RunOptions;
}

/** What goes on while shards run. */
export interface ShardHooks {
  /** Aborted with a `StopReason`. */
  readonly stop: AbortSignal;
  readonly log: Log;
  /** The way to what the recipe's shards share; null where they share nothing. */
  readonly line: CoordinatorLine | null;
  /** Called very often; `progress` of a shard in this process is the same object every time. */
  onProgress(shard: number, progress: RunProgress): void;
}

/** What came of the shards that were worked on. */
export interface ShardsOutcome {
  readonly shards: readonly ShardOutcome[];
  readonly stopped: StopReason | null;
}

/**
 * Most records in work at the same time with `--concurrency auto`. A site whose pages are asked for half a second
 * apart takes seven seconds or more, nearly all of it waiting: so many keep one processor core busy.
 */
export const AUTO_CONCURRENCY = 256;

/** An answer that is on its way is paid for: it may arrive after a stop, in milliseconds. */
const MODEL_DRAIN_MS = 60_000;

/** Works on the shards one after another in this process. */
export async function runShardsHere(
  run: OpenRun,
  shards: readonly number[],
  hooks: Omit<ShardHooks, 'line'> & {
    readonly log: RunLog;
    readonly coordinator: Coordinator | null;
  },
): Promise<ShardsOutcome> {
  const outcomes: ShardOutcome[] = [];
  for (const shard of shards) {
    if (hooks.stop.aborted) break;
    const log = hooks.log.with({ run: run.folder.runId, shard });
    const line = hooks.coordinator?.connect(shard) ?? null;
    outcomes.push(await runOneShard(run, shard, { ...hooks, log, line }));
    line?.close();
    if (outcomes.at(-1)!.stopped !== null) break;
  }
  return { shards: outcomes, stopped: stopOf(outcomes, hooks.stop) };
}

/** Works on one shard in this process. */
export function runOneShard(run: OpenRun, shard: number, hooks: ShardHooks): Promise<ShardOutcome> {
  const { folder, manifest, recipe, recipeOptions, options } = run;
  return runShard({
    folder,
    manifest,
    shard,
    recipe,
    recipeOptions,
    limits: limitsOf(options),
    limit: options.limit ?? null,
    retryFailed: options.retryFailed,
    stop: hooks.stop,
    clock: systemClock,
    log: hooks.log,
    coordinator: hooks.line,
    onProgress: (progress) => hooks.onProgress(shard, progress),
  });
}

/** Why the shards stopped before their end: what one of them met, or what this process was told. */
export function stopOf(outcomes: readonly ShardOutcome[], stop: AbortSignal): StopReason | null {
  const met = outcomes.find(({ stopped }) => stopped !== null)?.stopped ?? null;
  return met ?? (stop.aborted ? (stop.reason as StopReason) : null);
}

function limitsOf(options: RunOptions): RunLimits {
  const { concurrency, retries, batchSize, maxDefer } = options;
  return {
    ...defaultLimits,
    concurrency: concurrency === 'auto' ? AUTO_CONCURRENCY : concurrency,
    isAdaptive: concurrency === 'auto',
    maxAttempts: retries + 1,
    batchSize,
    maxDeferMs: maxDefer,
    ...(options.model !== undefined && { drainMs: MODEL_DRAIN_MS }),
  };
}
