import {
  defaultLimits,
  runShard,
  systemClock,
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
  /** Called very often; `progress` of a shard in this process is the same object every time. */
  onProgress(shard: number, progress: RunProgress): void;
}

/** What came of the shards that were worked on. */
export interface ShardsOutcome {
  readonly shards: readonly ShardOutcome[];
  readonly stopped: StopReason | null;
}

/** Records in work at the same time with `--concurrency auto`. */
const AUTO_CONCURRENCY = 50;

/** Works on the shards one after another in this process. */
export async function runShardsHere(
  run: OpenRun,
  shards: readonly number[],
  hooks: ShardHooks & { readonly log: RunLog },
): Promise<ShardsOutcome> {
  const outcomes: ShardOutcome[] = [];
  for (const shard of shards) {
    if (hooks.stop.aborted) break;
    const log = hooks.log.with({ run: run.folder.runId, shard });
    outcomes.push(await runOneShard(run, shard, { ...hooks, log }));
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
    maxAttempts: retries + 1,
    batchSize,
    maxDeferMs: maxDefer,
  };
}
