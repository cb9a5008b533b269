import type { DatasetRecord } from '../model/dataset-record.ts';
import type { RecordStatus } from '../model/ledger-entry.ts';

/** What a record carries from one claim to the next. */
export interface WorkState {
  /** Attempts already spent, by stage name. */
  readonly attempts: Readonly<Record<string, number>>;
  /** How often it has been deferred. */
  readonly deferrals: number;
  /** How long its deferrals asked it to wait in all, in milliseconds. */
  readonly deferredMs: number;
}

export interface WorkItem {
  readonly record: DatasetRecord;
  readonly state: WorkState;
}

export interface Claim {
  /** At most what was asked for; empty when nothing can be worked on right now. */
  readonly items: readonly WorkItem[];
  /** Milliseconds until the next waiting record is due; null when none waits. */
  readonly nextDueInMs: number | null;
}

/** How a claim ended. */
export type Settlement =
  | { readonly kind: 'done'; readonly ordinal: number; readonly status: RecordStatus }
  | {
      readonly kind: 'deferred';
      readonly ordinal: number;
      readonly dueInMs: number;
      readonly reason: string;
      readonly state: WorkState;
    }
  /** Not worked on after all, because the run is stopping. */
  | { readonly kind: 'released'; readonly ordinal: number };

/** Where a runner gets records: the plan's shard on disk, later a queue. */
export interface WorkSource {
  /** Takes records that are due, waiting ones first, in dataset order otherwise. */
  claim(max: number): Promise<Claim>;
  /** Says that the claims are still being worked on. */
  extend(ordinals: readonly number[]): Promise<void>;
  /** Ends claims. `done` is called only after the ledger acknowledged the record. */
  settle(settlements: readonly Settlement[]): Promise<void>;
}
