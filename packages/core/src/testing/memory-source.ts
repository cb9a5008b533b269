import type { Clock } from '../engine/clock.ts';
import type { Claim, Settlement, WorkItem, WorkSource, WorkState } from '../engine/work-source.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';

/** A work source over records in memory that keeps what it was told. */
export interface MemorySource extends WorkSource {
  /** Every settlement so far, in order. */
  readonly settlements: readonly Settlement[];
  /** Every ordinal that a claim was extended for, in order. */
  readonly extended: readonly number[];
}

interface WaitingItem {
  readonly item: WorkItem;
  readonly dueMs: number;
}

const untouched: WorkState = { attempts: {}, deferrals: 0, deferredMs: 0 };

/**
 * Creates a work source for tests; it passes the same contract as the one on disk.
 *
 * @param records - in dataset order
 * @param clock - decides when a deferred record is due
 */
export function createMemorySource(records: readonly DatasetRecord[], clock: Clock): MemorySource {
  const fresh = records.map((record): WorkItem => ({ record, state: untouched }));
  const claimed = new Map<number, WorkItem>();
  const settlements: Settlement[] = [];
  const extended: number[] = [];
  let waiting: readonly WaitingItem[] = [];

  function takeDue(max: number): WorkItem[] {
    const now = clock.now();
    const due = waiting.filter(({ dueMs }) => dueMs <= now).slice(0, max);
    waiting = waiting.filter((entry) => !due.includes(entry));
    return due.map(({ item }) => item);
  }

  function wait(item: WorkItem, dueMs: number): void {
    waiting = [...waiting, { item, dueMs }].sort((a, b) => a.dueMs - b.dueMs);
  }

  function end(settlement: Settlement): void {
    const item = claimed.get(settlement.ordinal);
    if (item === undefined) throw new Error(`record ${settlement.ordinal} is not claimed`);
    claimed.delete(settlement.ordinal);
    settlements.push(settlement);
    if (settlement.kind === 'released') wait(item, clock.now());
    if (settlement.kind === 'deferred')
      wait({ record: item.record, state: settlement.state }, clock.now() + settlement.dueInMs);
  }

  return {
    settlements,
    extended,
    async claim(max): Promise<Claim> {
      const due = takeDue(max);
      const items = [...due, ...fresh.splice(0, max - due.length)];
      for (const item of items) claimed.set(item.record.ordinal, item);
      const next = waiting[0];
      const nextDueInMs = next === undefined ? null : Math.max(0, next.dueMs - clock.now());
      return { items, nextDueInMs };
    },
    async extend(ordinals) {
      extended.push(...ordinals);
    },
    async settle(ended) {
      for (const settlement of ended) end(settlement);
    },
  };
}
