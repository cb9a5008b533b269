import { emptyProgress } from '@sluice/core';
import { forwardingLog } from './run-log.ts';
import { openRun } from './open-run.ts';
import { plainError } from './plain-error.ts';
import { runOneShard } from './shard-runs.ts';
import { createWorkerLine } from './worker-line.ts';
import type { FromWorker, ToWorker, WorkerJob } from './worker-protocol.ts';

/** Time between two progress messages to the parent, in milliseconds. */
const PROGRESS_INTERVAL_MS = 200;

const stop = new AbortController();
const line = createWorkerLine(send);

process.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'run':
      runJob(message.job).catch((error: unknown) =>
        send({ type: 'failed', error: plainError(error) }),
      );
      return;
    case 'stop':
      return stop.abort(message.reason);
    case 'answer':
    case 'refusal':
      return line.receive(message);
    default:
      message satisfies never;
  }
});
// The parent passes signals on as a stop; a terminal sends them to the whole group.
process
  .on('SIGINT', () => {})
  .on('SIGTERM', () => {})
  .on('SIGHUP', () => {});
// Dismissed, or left alone by a parent that was killed: then the next run wants the shard at once, and
// what is on disk is all there is, as after any crash.
process.on('disconnect', () => process.exit());

async function runJob(job: WorkerJob): Promise<void> {
  const run = await openRun(job.stateRoot, job.runId, job.options);
  const bindings = { run: job.runId, worker: job.worker, shard: job.shard };
  let nextAtMs = 0;
  let latest = emptyProgress();
  const report = () =>
    send({ type: 'progress', progress: latest, rssBytes: process.memoryUsage.rss() });
  const outcome = await runOneShard(run, job.shard, {
    stop: stop.signal,
    line: job.hasCoordinator ? line : null,
    log: forwardingLog((entry) => send({ type: 'log', line: entry }), bindings),
    onProgress(_, progress) {
      latest = progress;
      if (Date.now() < nextAtMs) return;
      nextAtMs = Date.now() + PROGRESS_INTERVAL_MS;
      report();
    },
  });
  report();
  send({ type: 'done', outcome: { ...outcome, bugs: outcome.bugs.map(withoutCause) } });
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

/** An error's cause may be anything, and what cannot be copied would keep the outcome from being sent. */
function withoutCause({ name, message, stack = '' }: Error): Error {
  return Object.assign(new Error(message), { name, stack });
}
