import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ResumableError, type Coordinator, type ShardOutcome } from '@sluice/core';
import { reviveError } from './plain-error.ts';
import type { RunLog } from './run-log.ts';
import { serveLine, type LineService } from './serve-line.ts';
import { stopOf, type OpenRun, type ShardHooks, type ShardsOutcome } from './shard-runs.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/**
 * Deaths of a worker on one shard before the run stops. A record that kills its process is found and
 * given up after five.
 */
const MAX_DEATHS = 8;

/** What the parent of workers keeps for them. */
export interface WorkerHooks extends Omit<ShardHooks, 'line'> {
  readonly log: RunLog;
  /** Null where the recipe's shards share nothing. */
  readonly coordinator: Coordinator | null;
  /** Resident memory of the process that works on a shard, in bytes; 0 once it has ended. */
  onMemory(shard: number, rssBytes: number): void;
}

const WORKER = fileURLToPath(new URL('./worker-main.ts', import.meta.url));

/** Works on the shards in several processes; each takes the next free shard when it is done with its own. */
export async function runShardsInWorkers(
  run: OpenRun,
  shards: readonly number[],
  hooks: WorkerHooks,
): Promise<ShardsOutcome> {
  const free = [...shards];
  const outcomes: ShardOutcome[] = [];
  const count = Math.min(run.options.workers, shards.length);
  const ending = new AbortController();
  const stop = AbortSignal.any([hooks.stop, ending.signal]);
  const work = async (number: number) => {
    const worker = new Worker(run, number, { ...hooks, stop });
    try {
      for (let shard = free.shift(); shard !== undefined; shard = free.shift()) {
        if (stop.aborted) return;
        const outcome = await worker.finish(shard);
        outcomes.push(outcome);
        // What stops one shard, such as a credit that is used up, stops them all.
        if (outcome.stopped !== null) ending.abort(outcome.stopped);
      }
    } catch (error) {
      ending.abort({ code: 'worker_failed', message: (error as Error).message });
      throw error;
    } finally {
      worker.dismiss();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: count }, (_, at) => work(at + 1)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { shards: outcomes, stopped: stopOf(outcomes, hooks.stop) };
}

type ShardEnd =
  | { readonly kind: 'done'; readonly outcome: ShardOutcome }
  | { readonly kind: 'died'; readonly signal: string };

/** A process that works on one shard after another, and is replaced when it dies. */
class Worker {
  readonly #run: OpenRun;
  readonly #number: number;
  readonly #hooks: WorkerHooks;
  #child: ChildProcess | null = null;

  constructor(run: OpenRun, number: number, hooks: WorkerHooks) {
    this.#run = run;
    this.#number = number;
    this.#hooks = hooks;
  }

  /**
   * Works on a shard until it is done or stopped, again in a new process when one dies over it.
   *
   * @throws ResumableError when that happens too often; whatever the work itself threw
   */
  async finish(shard: number): Promise<ShardOutcome> {
    for (let deaths = 0; deaths < MAX_DEATHS; deaths += 1) {
      const end = await this.#attempt(shard);
      if (end.kind === 'done') return end.outcome;
      const fields = { run: this.#run.folder.runId, worker: this.#number, shard };
      this.#hooks.log.warn({ ...fields, signal: end.signal }, 'worker died');
    }
    const message = `worker processes died ${MAX_DEATHS} times on shard ${shard}; \`run.log\` has the details`;
    throw new ResumableError('worker_died', message);
  }

  /** Lets the process end by itself. */
  dismiss(): void {
    if (this.#child?.connected) this.#child.disconnect();
    this.#child = null;
  }

  #attempt(shard: number): Promise<ShardEnd> {
    const { stop } = this.#hooks;
    const child = (this.#child ??= fork(WORKER, [], { serialization: 'advanced' }));
    const onStop = () => send(child, { type: 'stop', reason: stop.reason });
    stop.addEventListener('abort', onStop, { once: true });
    const { coordinator } = this.#hooks;
    const line =
      coordinator && serveLine(coordinator.connect(shard), (reply) => send(child, reply));
    const end = this.#endOf(child, shard, line);
    const { options, folder } = this.#run;
    const { root: stateRoot, runId } = folder;
    const job = { worker: this.#number, shard, stateRoot, runId, options };
    send(child, { type: 'run', job: { ...job, hasCoordinator: line !== null } });
    if (stop.aborted) onStop();
    return end.finally(() => {
      stop.removeEventListener('abort', onStop);
      child.removeAllListeners();
      line?.close();
      this.#hooks.onMemory(shard, 0);
    });
  }

  #endOf(child: ChildProcess, shard: number, line: LineService | null): Promise<ShardEnd> {
    return new Promise((resolve, reject) => {
      child.on('message', (message: FromWorker) => {
        switch (message.type) {
          case 'progress':
            this.#hooks.onMemory(shard, message.rssBytes);
            return this.#hooks.onProgress(shard, message.progress);
          case 'log':
            return this.#hooks.log.write(message.line);
          case 'done':
            return resolve({ kind: 'done', outcome: message.outcome });
          case 'failed':
            return reject(reviveError(message.error));
          case 'ask':
          case 'cancel':
            return line?.take(message);
          default:
            message satisfies never;
        }
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        this.#child = null;
        resolve({ kind: 'died', signal: signal ?? `exit code ${code}` });
      });
    });
  }
}

function send(child: ChildProcess, message: ToWorker): void {
  // A process that dies meanwhile is told of by its exit.
  if (child.connected) child.send(message, () => undefined);
}
