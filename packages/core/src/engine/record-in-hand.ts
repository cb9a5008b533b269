import type { StageResult } from '../model/stage-result.ts';
import type { WorkItem } from './work-source.ts';

/** A claimed record on its way through the stages. */
export interface RecordInHand {
  readonly item: WorkItem;
  readonly outputs: Record<string, StageResult>;
  /** Fingerprint of each stage that had an input. */
  readonly fingerprints: Record<string, string>;
  /** Stages whose result was stored before. */
  readonly reused: Set<string>;
  /** Stages to run although a result is stored, because it no longer serves. */
  readonly rerun: Set<string>;
  /** Attempts spent, by stage name. */
  readonly attempts: Record<string, number>;
  /** Index of the stage to do next. */
  next: number;
}

export function takeInHand(item: WorkItem): RecordInHand {
  return {
    item,
    outputs: {},
    fingerprints: {},
    reused: new Set(),
    rerun: new Set(),
    attempts: { ...item.state.attempts },
    next: 0,
  };
}
