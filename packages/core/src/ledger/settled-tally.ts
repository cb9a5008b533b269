import type { RecordEntry, RecordStatus } from '../model/ledger-entry.ts';
import { OrdinalSet } from './ordinal-set.ts';

/** How many records ended in one way. */
interface SettledReason {
  readonly status: RecordStatus;
  readonly reason: string | null;
  readonly count: number;
}

/** Finished records, each counted by its newest entry. */
export interface SettledRecords {
  readonly ordinals: OrdinalSet;
  readonly counts: Readonly<Record<RecordStatus, number>>;
  readonly reasons: readonly SettledReason[];
}

interface Ending {
  readonly status: RecordStatus;
  readonly reason: string | null;
}

const firstOrdinals = 4096;

/** Keeps how each record ended last, in four bytes a record. */
export class SettledTally {
  readonly #endings: Ending[] = [];
  readonly #codes = new Map<string, number>();
  /** By ordinal; 0 where no entry has been seen. */
  #byOrdinal = new Uint32Array(firstOrdinals);
  #end = 0;

  /** A code for an ending, above 0. */
  codeOf(status: RecordStatus, reason: string | null): number {
    const key = JSON.stringify([status, reason]);
    let code = this.#codes.get(key);
    if (code === undefined) {
      code = this.#endings.push({ status, reason });
      this.#codes.set(key, code);
    }
    return code;
  }

  /** Notes a newer entry of a record. */
  note({ ordinal, status, reason }: Pick<RecordEntry, 'ordinal' | 'status' | 'reason'>): void {
    this.set(ordinal, this.codeOf(status, reason));
  }

  /** The same, with the code of its ending. */
  set(ordinal: number, code: number): void {
    if (ordinal >= this.#byOrdinal.length) this.#grow(ordinal + 1);
    this.#byOrdinal[ordinal] = code;
    this.#end = Math.max(this.#end, ordinal + 1);
  }

  /** @param reopen - records that ended with one of these do not count as finished */
  settled(reopen: readonly RecordStatus[]): SettledRecords {
    const ordinals = new OrdinalSet();
    const tally = new Uint32Array(this.#endings.length);
    const isOpen = this.#endings.map(({ status }) => reopen.includes(status));
    for (let ordinal = 0; ordinal < this.#end; ordinal += 1) {
      const ending = (this.#byOrdinal[ordinal] ?? 0) - 1;
      if (ending < 0 || isOpen[ending] === true) continue;
      ordinals.add(ordinal);
      tally[ending] = (tally[ending] ?? 0) + 1;
    }
    const reasons = this.#endings
      .map((ending, at) => ({ ...ending, count: tally[at] ?? 0 }))
      .filter(({ count }) => count > 0);
    return { ordinals, counts: countStatuses(reasons), reasons };
  }

  #grow(ordinals: number): void {
    const larger = new Uint32Array(Math.max(ordinals, this.#byOrdinal.length * 2));
    larger.set(this.#byOrdinal);
    this.#byOrdinal = larger;
  }
}

function countStatuses(reasons: readonly SettledReason[]): Record<RecordStatus, number> {
  const counts = { complete: 0, partial: 0, skipped: 0, failed: 0 };
  for (const { status, count } of reasons) counts[status] += count;
  return counts;
}
