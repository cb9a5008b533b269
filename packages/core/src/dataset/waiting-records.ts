import type { WorkState } from '../engine/work-source.ts';

/** A record that waits: what it takes to read it again and go on. */
export interface WaitingRecord {
  readonly ordinal: number;
  /** Milliseconds since the epoch. */
  readonly dueMs: number;
  /** Why it waits, such as `rate_limited`. */
  readonly reason: string;
  readonly state: WorkState;
}

/** Records that wait, the one due first on top: a binary heap. */
export class WaitingRecords {
  readonly #heap: WaitingRecord[] = [];
  readonly #reasons = new Map<string, number>();

  get size(): number {
    return this.#heap.length;
  }

  /** How many wait, by reason. */
  get reasons(): ReadonlyMap<string, number> {
    return this.#reasons;
  }

  /** When the first one is due; null when none waits. */
  get nextDueMs(): number | null {
    return this.#heap[0]?.dueMs ?? null;
  }

  add(record: WaitingRecord): void {
    this.#count(record.reason, 1);
    let at = this.#heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || !isBefore(record, above)) break;
      this.#heap[at] = above;
      at = parent;
    }
    this.#heap[at] = record;
  }

  /** Takes out the records that are due, at most `max`, the longest due first. */
  takeDue(nowMs: number, max: number): readonly WaitingRecord[] {
    const due: WaitingRecord[] = [];
    while (due.length < max) {
      const first = this.#heap[0];
      if (first === undefined || first.dueMs > nowMs) break;
      due.push(first);
      this.#count(first.reason, -1);
      this.#removeFirst();
    }
    return due;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let at = 0;
    for (;;) {
      const child = this.#smallerChild(at);
      const below = this.#heap[child];
      if (below === undefined || !isBefore(below, last)) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = last;
  }

  #smallerChild(at: number): number {
    const left = this.#heap[2 * at + 1];
    const right = this.#heap[2 * at + 2];
    const isRight = left !== undefined && right !== undefined && isBefore(right, left);
    return isRight ? 2 * at + 2 : 2 * at + 1;
  }

  #count(reason: string, change: number): void {
    const count = (this.#reasons.get(reason) ?? 0) + change;
    if (count === 0) this.#reasons.delete(reason);
    else this.#reasons.set(reason, count);
  }
}

function isBefore(a: WaitingRecord, b: WaitingRecord): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.ordinal < b.ordinal);
}
