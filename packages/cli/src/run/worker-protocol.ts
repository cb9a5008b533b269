import type { RunProgress, ShardOutcome, StopReason } from '@sluice/core';
import type { RunOptions } from '../options/run-options.ts';
import type { LogLine } from './run-log.ts';

/** The shard of a run that a worker process is for. */
export interface WorkerJob {
  readonly worker: number;
  readonly shard: number;
  readonly stateRoot: string;
  readonly runId: string;
  readonly options: RunOptions;
}

export type ToWorker =
  | { readonly type: 'run'; readonly job: WorkerJob }
  | { readonly type: 'stop'; readonly reason: StopReason };

export type FromWorker =
  | {
      readonly type: 'progress';
      readonly progress: RunProgress;
      readonly rssBytes: number;
    }
  | { readonly type: 'done'; readonly outcome: ShardOutcome }
  | { readonly type: 'failed'; readonly error: PlainError }
  | { readonly type: 'log'; readonly line: LogLine };

/** An error on its way between processes. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
}
