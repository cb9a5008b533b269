import type { RecordStatus } from '../model/ledger-entry.ts';
import type { StageOutcome } from '../model/stage-result.ts';
import type { ProcessHealth } from './process-health.ts';
import type { HealthReport } from './run-health.ts';

/** What a runner tells while it works; everything shown live is made of these. */
export type RunEvent =
  | { readonly type: 'stage-started'; readonly stage: string; readonly ordinal: number }
  | StageEnded
  /** A stored result served. */
  | { readonly type: 'stage-reused'; readonly stage: string; readonly isInherited: boolean }
  | {
      readonly type: 'record-deferred';
      readonly ordinal: number;
      readonly reason: string;
      readonly dueInMs: number;
    }
  /** Acknowledged by the ledger: done for good. */
  | {
      readonly type: 'record-done';
      readonly ordinal: number;
      readonly key: string;
      readonly status: RecordStatus;
      readonly reason: string | null;
    }
  /** Left for the next resume: it would have to wait too long, or met a bug. */
  | { readonly type: 'record-parked'; readonly ordinal: number; readonly reason: string }
  /** Another `batchSize` records are done. */
  | { readonly type: 'batch'; readonly done: number; readonly health: ProcessHealth }
  /** The run's health is another one than before, or has other reasons. */
  | { readonly type: 'health'; readonly health: HealthReport }
  | { readonly type: 'stopping'; readonly reason: string };

/** An attempt at a stage is over. */
export interface StageEnded {
  readonly type: 'stage-ended';
  readonly stage: string;
  readonly ordinal: number;
  readonly shardKey: string;
  /** `again` when the stage will be tried again later. */
  readonly outcome: StageOutcome | 'again';
  readonly reason: string | null;
  readonly elapsedMs: number;
  /** Whether that tells nothing of how much others bear, see `Stage`. */
  readonly isUntimed: boolean;
}
