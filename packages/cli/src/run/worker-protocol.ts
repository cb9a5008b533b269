import type { Json, RunProgress, ShardOutcome, StopReason } from '@sluice/core';
import type { RunOptions } from '../options/run-options.ts';
import type { PlainError } from './plain-error.ts';
import type { LogLine } from './run-log.ts';

/** The shard of a run that a worker process is for. */
export interface WorkerJob {
  readonly worker: number;
  readonly shard: number;
  readonly stateRoot: string;
  readonly runId: string;
  readonly options: RunOptions;
  /** Whether the parent has a coordinator to ask. */
  readonly hasCoordinator: boolean;
}

export type ToWorker =
  | { readonly type: 'run'; readonly job: WorkerJob }
  | { readonly type: 'stop'; readonly reason: StopReason }
  /** What the coordinator says to a question, by its number. */
  | { readonly type: 'answer'; readonly id: number; readonly answer: Json }
  | { readonly type: 'refusal'; readonly id: number; readonly error: PlainError };

export type FromWorker =
  | {
      readonly type: 'progress';
      readonly progress: RunProgress;
      readonly rssBytes: number;
    }
  | { readonly type: 'done'; readonly outcome: ShardOutcome }
  | { readonly type: 'failed'; readonly error: PlainError }
  | { readonly type: 'log'; readonly line: LogLine }
  /** A question for the coordinator, and that its answer is not wanted any more. */
  | { readonly type: 'ask'; readonly id: number; readonly request: Json }
  | { readonly type: 'cancel'; readonly id: number };
