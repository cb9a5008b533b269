import type { StatedLimit } from './rate-headers.ts';

/** When so much of a limit is missing, what the server says of its rate is precise enough. */
const TELLING_SHARE = 0.25;

/**
 * A limit as far as it is known: a bucket that fills evenly. It is held against what the server says is
 * left, less what was sent and not yet answered, since the server may not have counted that yet. So it
 * never promises more than there is, and what that leaves unused is a few calls once, not a share.
 */
export class RateBucket {
  #limit: number;
  #perMs: number;
  #level: number;
  #atMs: number;
  /** How much was missing when the rate was learned; the more, the better known it is. */
  #learnedFrom = 0;

  constructor(limit: number, perMs: number, nowMs: number) {
    this.#limit = limit;
    this.#perMs = perMs;
    this.#level = limit;
    this.#atMs = nowMs;
  }

  /** Milliseconds until `amount` is there. What is more than the bucket holds may pass when it is full. */
  waitMs(amount: number, nowMs: number): number {
    this.#fill(nowMs);
    const missing = Math.min(amount, this.#limit) - this.#level;
    return missing <= 0 ? 0 : Math.ceil(missing / this.#perMs);
  }

  take(amount: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#level -= amount;
  }

  /**
   * Takes in what a server says.
   *
   * @param unanswered - what was sent besides and is not answered yet
   */
  learn({ limit, remaining, resetMs }: StatedLimit, unanswered: number, nowMs: number): void {
    this.#fill(nowMs);
    if (limit !== this.#limit) {
      this.#limit = limit;
      this.#learnedFrom = 0;
    }
    this.#learnRate(limit - remaining, resetMs);
    this.#level = remaining - unanswered;
  }

  /** Nothing is left: the server has refused a call. */
  empty(nowMs: number): void {
    this.#fill(nowMs);
    this.#level = Math.min(0, this.#level);
  }

  /**
   * What is left is stated without its fraction, so up to one less may be missing. The lower rate is
   * taken: when it is too low, more is left than was thought, and the next answer says so.
   */
  #learnRate(missing: number, resetMs: number | null): void {
    if (resetMs === null || resetMs <= 0 || missing < 2) return;
    if (missing < Math.min(this.#learnedFrom, this.#limit * TELLING_SHARE)) return;
    this.#learnedFrom = missing;
    this.#perMs = (missing - 1) / resetMs;
  }

  #fill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    this.#level = Math.min(this.#limit, this.#level + elapsedMs * this.#perMs);
    this.#atMs = nowMs;
  }
}
