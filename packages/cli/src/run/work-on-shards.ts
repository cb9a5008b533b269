import { shardsWithRows, systemClock, type HealthReport } from '@sluice/core';
import type { CommandInput } from '../command-context.ts';
import type { OpenCommand } from '../prepare/open-command.ts';
import type { PreparedRun } from '../prepare/run-request.ts';
import type { Console } from '../progress/console.ts';
import { describeHealth } from '../progress/format-progress.ts';
import { watchStopSignals } from '../stop-signals.ts';
import { answerParent } from './answer-parent.ts';
import { checkpointRun } from './checkpoint-run.ts';
import { continueCommand } from './continue-command.ts';
import { openCoordinator } from './open-coordinator.ts';
import { ProgressBoard } from './progress-board.ts';
import { runShardsInWorkers } from './run-in-workers.ts';
import { openRunLog } from './run-log.ts';
import { isRunRemoved, RUN_REMOVED, runRemoved } from './run-removed.ts';
import { runShardsHere, type ShardsOutcome } from './shard-runs.ts';

/** Time between two looks at the progress, in milliseconds. */
const LOOK_INTERVAL_MS = 100;

/** Works on a run's shards, showing progress, until they are done or a stop is asked for. */
export async function workOnShards(
  { argv }: CommandInput,
  { console, options }: OpenCommand,
  run: PreparedRun,
): Promise<ShardsOutcome> {
  const log = openRunLog(run.folder.log, options.logLevel);
  const signals = watchStopSignals(options.timeBudget ?? null, (line) => console.say(line));
  const { shard } = options;
  const board = new ProgressBoard(rowsToFinish(run), systemClock.now());
  const tellHealth = healthTeller(console, board.view(systemClock.now()).progress.runHealth);
  const look = () => {
    const view = board.view(systemClock.now());
    tellHealth(view.progress.runHealth);
    console.progress(view, systemClock.now());
    log.rotate();
    // What is done from now on would be lost with the rest.
    if (isRunRemoved(run.folder)) {
      signals.stop({ code: RUN_REMOVED, message: runRemoved(run.folder).message });
    }
  };
  const timer = setInterval(look, LOOK_INTERVAL_MS);
  const parent = shard && answerParent((into) => checkpointRun(run, shard.index, into));
  try {
    log.info({ run: run.folder.runId, command: continueCommand(argv) }, 'run begins');
    const { onProgress, onMemory } = board;
    const shards = shard ? [shard.index] : shardsWithRows(run.manifest);
    const coordinator = await openCoordinator(run, shards, signals.signal);
    board.shared = (elapsedMs) => coordinator?.progress(elapsedMs) ?? null;
    const hooks = { onProgress, onMemory, stop: signals.signal, log, coordinator };
    const inWorkers = options.workers > 1 && shards.length > 1;
    const outcome = await (inWorkers
      ? runShardsInWorkers(run, shards, hooks)
      : runShardsHere(run, shards, hooks));
    log.info({ run: run.folder.runId, stopped: outcome.stopped }, 'run ends');
    return outcome;
  } finally {
    clearInterval(timer);
    await parent?.close();
    console.endProgress();
    signals.close();
    log.close();
  }
}

/** Those done before included. */
function rowsToFinish({ manifest, options }: PreparedRun): number {
  const { dataset, shards } = manifest;
  const rows = options.shard ? (shards.rows[options.shard.index - 1] ?? 0) : dataset.rows;
  return Math.min(rows, options.limit ?? rows);
}

/** Says how a run is whenever it is otherwise than before. */
function healthTeller(console: Console, atFirst: HealthReport): (health: HealthReport) => void {
  let told = JSON.stringify(atFirst);
  return (health) => {
    const now = JSON.stringify(health);
    if (now === told) return;
    told = now;
    console.event('health', health);
    console.say(describeHealth(health) ?? 'healthy again');
  };
}
