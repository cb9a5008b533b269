import { mkdir } from 'node:fs/promises';
import type { Clock } from '../engine/clock.ts';
import type { CoordinatorLine } from '../engine/coordinator.ts';
import type { Log } from '../engine/log.ts';
import { logEvent } from '../engine/log-event.ts';
import type { Recipe, ShardServices } from '../engine/recipe.ts';
import type { RunLimits } from '../engine/run-limits.ts';
import { countEvent, emptyProgress, type RunProgress } from '../engine/run-progress.ts';
import { runRecords, type RunRecordsOutcome } from '../engine/run-records.ts';
import { diskError } from '../disk-error.ts';
import type { BaseLedger, FileLedger } from '../ledger/file-ledger.ts';
import { openFileLedger } from '../ledger/open-file-ledger.ts';
import type { LedgerRecovery } from '../ledger/recover-folder.ts';
import type { SettledRecords } from '../ledger/settled-tally.ts';
import { acquireShardLock } from '../ledger/shard-lock.ts';
import type { Manifest } from '../model/manifest.ts';
import { openShardSource, type ShardSource } from '../dataset/file-work-source.ts';
import { runFolder, type RunFolder } from './run-folder.ts';
import { openHealthFile } from './shard-health.ts';
import { baseFilterSql, baseRunIds } from './slice-base.ts';

export interface RunShardOptions {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  /** From 1. */
  readonly shard: number;
  readonly recipe: Recipe;
  /** What `recipe.options` made of the run's options. */
  readonly recipeOptions: unknown;
  readonly limits: RunLimits;
  /** Only the dataset's first rows; null for all. */
  readonly limit: number | null;
  readonly retryFailed: boolean;
  readonly stop: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
  /** The way to what the recipe's `coordinate` opened; null for a recipe without. */
  readonly coordinator: CoordinatorLine | null;
  /** Called whenever `progress` has changed; the same object every time. */
  readonly onProgress: (progress: RunProgress) => void;
}

export interface ShardOutcome extends RunRecordsOutcome {
  readonly shard: number;
  readonly recovery: LedgerRecovery;
  /** The recipe's own counters, such as pages fetched. */
  readonly counters: Readonly<Record<string, number>>;
}

/**
 * Runs one shard of a run to its end or to a stop, and seals its ledger.
 *
 * @throws UsageError when another process works on the shard
 * @throws ResumableError when the disk is full or fails
 */
export async function runShard(options: RunShardOptions): Promise<ShardOutcome> {
  const path = options.folder.shard(options.shard, options.manifest.shards.count);
  const release = await takeShard(path);
  try {
    const services = await openServices(options, path);
    try {
      return await runOpenShard(options, path, services);
    } finally {
      await services.close();
    }
  } finally {
    await release();
  }
}

async function takeShard(path: string): Promise<() => Promise<void>> {
  try {
    await mkdir(path, { recursive: true });
    return await acquireShardLock(path);
  } catch (error) {
    throw diskError(error, path);
  }
}

async function openServices(options: RunShardOptions, path: string): Promise<ShardServices> {
  return options.recipe.open(options.recipeOptions, {
    folder: path,
    runsFolder: options.folder.runs,
    concurrency: options.limits.concurrency,
    learned: new Set(options.manifest.learned),
    clock: options.clock,
    log: options.log,
    coordinator: options.coordinator,
  });
}

async function runOpenShard(
  options: RunShardOptions,
  path: string,
  services: ShardServices,
): Promise<ShardOutcome> {
  const ledger = await openFileLedger({
    folder: path,
    beforeCommit: () => services.sync(),
    bases: basesOf(options),
  });
  try {
    const outcome = await runWithLedger(options, path, services, ledger);
    await ledger.seal();
    const { shard } = options;
    return { ...outcome, shard, recovery: ledger.recovery, counters: services.counters() };
  } finally {
    await ledger.close();
  }
}

async function runWithLedger(
  options: RunShardOptions,
  path: string,
  services: ShardServices,
  ledger: FileLedger,
): Promise<RunRecordsOutcome> {
  const { recipe, limits, clock, log, retryFailed, stop, onProgress } = options;
  const settled = ledger.settledOrdinals({ reopen: retryFailed ? ['failed', 'partial'] : [] });
  const progress = progressSoFar(settled);
  onProgress(progress);
  const source = await openSource(options, settled.ordinals);
  const health = openHealthFile(path, log);
  // What an earlier call left there is over.
  health.write(progress.runHealth);
  try {
    const outcome = await runRecords({
      stages: recipe.stages(options.recipeOptions),
      source,
      ledger,
      services,
      limits,
      clock,
      log,
      retryFailed,
      ...(recipe.localReasons !== undefined && { localReasons: recipe.localReasons }),
      stop,
      onEvent(event) {
        countEvent(progress, event);
        logEvent(log, event);
        if (event.type === 'health') health.write(event.health);
        onProgress(progress);
      },
    });
    if (outcome.stopped?.code !== 'health') {
      progress.runHealth = emptyProgress().runHealth;
      health.write(progress.runHealth);
      onProgress(progress);
    }
    return outcome;
  } finally {
    await health.written();
    await source.close();
  }
}

function openSource(
  { folder, shard, recipe, manifest, limit, clock }: RunShardOptions,
  settled: SettledRecords['ordinals'],
): Promise<ShardSource> {
  return openShardSource({
    rowsFile: folder.rows,
    shard,
    inputNames: recipe.inputs.map(({ name }) => name),
    inputs: manifest.dataset.inputs,
    settled,
    limit,
    clock,
  });
}

/** The parts of earlier runs' ledgers that can matter to this shard. */
function basesOf({ folder, manifest, shard }: RunShardOptions): BaseLedger[] {
  return baseRunIds(manifest).map((runId) => ({
    file: runFolder(folder.root, runId).ledger,
    runId,
    ...(manifest.shards.count > 1 && { filterSql: baseFilterSql(folder.rows, shard) }),
  }));
}

function progressSoFar(settled: SettledRecords): RunProgress {
  const progress = emptyProgress();
  Object.assign(progress.statuses, settled.counts);
  for (const { status, reason, count } of settled.reasons) {
    if (reason !== null && status !== 'complete')
      progress.reasons[reason] = (progress.reasons[reason] ?? 0) + count;
  }
  return progress;
}
