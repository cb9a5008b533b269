import type { StopReason } from '@sluice/core';
import { forwardingLog } from './run-log.ts';
import { openRun } from './open-run.ts';
import { runOneShard } from './shard-runs.ts';
import type { FromWorker, PlainError, ToWorker, WorkerJob } from './worker-protocol.ts';

/** Time between two progress messages to the parent, in milliseconds. */
const PROGRESS_INTERVAL_MS = 200;

const stop = new AbortController();

process.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'run':
      runJob(message.job).catch((error: unknown) => send({ type: 'failed', error: plain(error) }));
      return;
    case 'stop':
      return stopFor(message.reason);
    default:
      message satisfies never;
  }
});
// The parent passes a Ctrl-C on as a stop; the terminal sends it to the whole group.
process.on('SIGINT', () => {});
process.on('disconnect', () =>
  stopFor({ code: 'interrupted', message: 'the parent process ended' }),
);

async function runJob(job: WorkerJob): Promise<void> {
  const run = await openRun(job.stateRoot, job.runId, job.options);
  const bindings = { run: job.runId, worker: job.worker, shard: job.shard };
  let nextAtMs = 0;
  const outcome = await runOneShard(run, job.shard, {
    stop: stop.signal,
    log: forwardingLog((line) => send({ type: 'log', line }), bindings),
    onProgress(_, progress) {
      if (Date.now() < nextAtMs) return;
      nextAtMs = Date.now() + PROGRESS_INTERVAL_MS;
      send({ type: 'progress', progress, rssBytes: process.memoryUsage.rss() });
    },
  });
  send({ type: 'done', outcome });
}

function stopFor(reason: StopReason): void {
  stop.abort(reason);
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

function plain(error: unknown): PlainError {
  const { name, message, stack, code } = error as Error & { code?: string };
  return { name, message, stack, code };
}
