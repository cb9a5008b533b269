import type { Clock } from '../engine/clock.ts';
import type { Claim, Settlement, WorkItem, WorkSource, WorkState } from '../engine/work-source.ts';
import { openShardRows, type ShardRows, type ShardRowsOptions } from './shard-rows.ts';
import { WaitingRecords } from './waiting-records.ts';

/** Records read at once: one query costs tens of milliseconds, whatever it brings. */
const batchRecords = 1000;

const untouched: WorkState = { attempts: {}, deferrals: 0, deferredMs: 0 };

export interface ShardSourceOptions extends ShardRowsOptions {
  /** Ordinals that are finished, and never handed out. */
  readonly settled: { has(ordinal: number): boolean };
  /** Only ordinals below it are handed out; null for all. */
  readonly limit: number | null;
  readonly clock: Clock;
}

/** What is left to do in a shard. */
export interface WorkCounts {
  /** Records that are not done, the ones below included. */
  readonly remaining: number;
  /** Records handed out and not yet settled. */
  readonly claimed: number;
  /** Records that wait to be due, by the reason they were deferred for. */
  readonly waiting: Readonly<Record<string, number>>;
}

export interface ShardSource extends WorkSource {
  counts(): WorkCounts;
  close(): Promise<void>;
}

/**
 * Opens the records of one shard of `rows.parquet` as a work source. What is left is kept as ordinals;
 * records are read in batches, and read again when they were deferred and are due.
 */
export async function openShardSource(options: ShardSourceOptions): Promise<ShardSource> {
  const { settled, limit, clock } = options;
  const rows = await openShardRows(options);
  try {
    const isLeft = (ordinal: number): boolean =>
      !settled.has(ordinal) && (limit === null || ordinal < limit);
    return new FileWorkSource(rows, await rows.ordinals(isLeft), clock);
  } catch (error) {
    rows.close();
    throw error;
  }
}

class FileWorkSource implements ShardSource {
  readonly #rows: ShardRows;
  readonly #ordinals: Uint32Array;
  readonly #clock: Clock;
  readonly #waiting = new WaitingRecords();
  readonly #claimed = new Map<number, WorkState>();
  /** Records read ahead of their claim, in order. */
  #ahead: WorkItem[] = [];
  #nextToRead = 0;
  /** Claims take turns: each reads where the one before it stopped. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(rows: ShardRows, ordinals: Uint32Array, clock: Clock) {
    this.#rows = rows;
    this.#ordinals = ordinals;
    this.#clock = clock;
  }

  claim(max: number): Promise<Claim> {
    const claim = this.#turn.then(() => this.#claim(max));
    this.#turn = claim.catch(() => undefined);
    return claim;
  }

  async extend(): Promise<void> {
    // The shard's lock covers all of its claims for as long as the process lives.
  }

  async settle(settlements: readonly Settlement[]): Promise<void> {
    for (const settlement of settlements) this.#settle(settlement);
  }

  counts(): WorkCounts {
    const unread = this.#ordinals.length - this.#nextToRead;
    const waiting = Object.fromEntries(this.#waiting.reasons);
    const claimed = this.#claimed.size;
    return {
      remaining: unread + this.#ahead.length + this.#waiting.size + claimed,
      claimed,
      waiting,
    };
  }

  async close(): Promise<void> {
    await this.#turn;
    this.#rows.close();
  }

  async #claim(max: number): Promise<Claim> {
    const items = await this.#takeDue(max);
    while (items.length < max && (await this.#readAhead())) {
      items.push(...this.#ahead.splice(0, max - items.length));
    }
    for (const { record, state } of items) this.#claimed.set(record.ordinal, state);
    const nextDueMs = this.#waiting.nextDueMs;
    const nextDueInMs = nextDueMs === null ? null : Math.max(0, nextDueMs - this.#clock.now());
    return { items, nextDueInMs };
  }

  async #takeDue(max: number): Promise<WorkItem[]> {
    const due = this.#waiting.takeDue(this.#clock.now(), max);
    const records = await this.#rows.read(due.map(({ ordinal }) => ordinal));
    return records.map((record, index) => ({ record, state: due[index]?.state ?? untouched }));
  }

  async #readAhead(): Promise<boolean> {
    if (this.#ahead.length > 0) return true;
    const from = this.#nextToRead;
    const ordinals = this.#ordinals.subarray(from, from + batchRecords);
    const records = await this.#rows.read(ordinals);
    this.#nextToRead += ordinals.length;
    this.#ahead = records.map((record) => ({ record, state: untouched }));
    return this.#ahead.length > 0;
  }

  #settle(settlement: Settlement): void {
    const { ordinal } = settlement;
    const state = this.#claimed.get(ordinal);
    if (state === undefined) throw new Error(`record ${ordinal} is not claimed`);
    this.#claimed.delete(ordinal);
    const now = this.#clock.now();
    if (settlement.kind === 'deferred') {
      const { dueInMs, reason } = settlement;
      this.#waiting.add({ ordinal, dueMs: now + dueInMs, reason, state: settlement.state });
    }
    if (settlement.kind === 'released') {
      this.#waiting.add({ ordinal, dueMs: now, reason: 'released', state });
    }
  }
}
