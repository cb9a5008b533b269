/** A bucket that fills evenly; time is given by whoever asks. */
export class TokenBucket {
  readonly limit: number;
  readonly #perMs: number;
  #level: number;
  #atMs: number;
  /** Taken since the start. */
  taken = 0;

  /** @param windowMs - time in which an empty bucket is full again */
  constructor(limit: number, windowMs: number, nowMs: number) {
    this.limit = limit;
    this.#perMs = limit / windowMs;
    this.#level = limit;
    this.#atMs = nowMs;
  }

  /** What is in it. */
  level(nowMs: number): number {
    this.#fill(nowMs);
    return this.#level;
  }

  /** Milliseconds until it is full. */
  resetMs(nowMs: number): number {
    this.#fill(nowMs);
    return (this.limit - this.#level) / this.#perMs;
  }

  /** Milliseconds until `amount` can be taken. */
  waitMs(amount: number, nowMs: number): number {
    this.#fill(nowMs);
    return Math.max(0, (amount - this.#level) / this.#perMs);
  }

  take(amount: number): void {
    this.taken += amount;
    this.#level -= amount;
  }

  #fill(nowMs: number): void {
    this.#level = Math.min(this.limit, this.#level + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
  }
}
