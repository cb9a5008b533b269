import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ResumableError, UsageError, type ShardOutcome } from '@sluice/core';
import type { RunLog } from './run-log.ts';
import { stopOf, type OpenRun, type ShardHooks, type ShardsOutcome } from './shard-runs.ts';
import type { FromWorker, PlainError, ToWorker } from './worker-protocol.ts';

/**
 * Deaths of a worker on one shard before the run stops. A record that kills its process is found and
 * given up after five.
 */
const MAX_DEATHS = 8;

/** What the parent of workers keeps for them. */
export interface WorkerHooks extends ShardHooks {
  readonly log: RunLog;
  /** Resident memory of the process that works on a shard, in bytes; 0 once it has ended. */
  onMemory(shard: number, rssBytes: number): void;
}

const WORKER = fileURLToPath(new URL('./worker-main.ts', import.meta.url));

/** Works on the shards in several processes at a time, one process a shard. */
export async function runShardsInWorkers(
  run: OpenRun,
  shards: readonly number[],
  hooks: WorkerHooks,
): Promise<ShardsOutcome> {
  const free = [...shards];
  const outcomes: ShardOutcome[] = [];
  const count = Math.min(run.options.workers, shards.length);
  const work = async (worker: number) => {
    for (let shard = free.shift(); shard !== undefined; shard = free.shift()) {
      if (hooks.stop.aborted) return;
      outcomes.push(await untilDone(run, worker, shard, hooks));
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => work(index + 1)));
  return { shards: outcomes, stopped: stopOf(outcomes, hooks.stop) };
}

/** Runs a shard in a process of its own, and again when that dies. */
async function untilDone(
  run: OpenRun,
  worker: number,
  shard: number,
  hooks: WorkerHooks,
): Promise<ShardOutcome> {
  for (let deaths = 0; deaths < MAX_DEATHS; deaths += 1) {
    const end = await runInWorker(run, worker, shard, hooks);
    if (end.kind === 'done') return end.outcome;
    hooks.log.warn({ run: run.folder.runId, worker, shard, signal: end.signal }, 'worker died');
  }
  const message = `worker processes died ${MAX_DEATHS} times on shard ${shard}; \`run.log\` has the details`;
  throw new ResumableError('worker_died', message);
}

type WorkerEnd =
  | { readonly kind: 'done'; readonly outcome: ShardOutcome }
  | { readonly kind: 'died'; readonly signal: string };

function runInWorker(
  run: OpenRun,
  worker: number,
  shard: number,
  hooks: WorkerHooks,
): Promise<WorkerEnd> {
  const child = fork(WORKER, [], { serialization: 'advanced' });
  const stop = () => send(child, { type: 'stop', reason: hooks.stop.reason });
  hooks.stop.addEventListener('abort', stop, { once: true });
  const ended = new Promise<WorkerEnd>((resolve, reject) => {
    child.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'progress':
          hooks.onMemory(shard, message.rssBytes);
          return hooks.onProgress(shard, message.progress);
        case 'log':
          return hooks.log.write(message.line);
        case 'done':
          return resolve({ kind: 'done', outcome: message.outcome });
        case 'failed':
          return reject(revive(message.error));
        default:
          message satisfies never;
      }
    });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      resolve({ kind: 'died', signal: signal ?? `exit code ${code}` }),
    );
  });
  const { options, folder } = run;
  const job = { worker, shard, stateRoot: folder.root, runId: folder.runId, options };
  send(child, { type: 'run', job });
  return ended.finally(() => {
    hooks.stop.removeEventListener('abort', stop);
    hooks.onMemory(shard, 0);
    if (child.connected) child.disconnect();
  });
}

function send(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message);
}

function revive(error: PlainError): Error {
  if (error.name === 'UsageError') return new UsageError(error.message);
  if (error.name === 'ResumableError') {
    return new ResumableError(error.code ?? 'failed', error.message);
  }
  const revived = new Error(error.message);
  revived.stack = error.stack ?? '';
  return revived;
}
