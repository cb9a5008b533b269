/** What may be said of a call's price before it is made. */
export type Affordable = 'yes' | 'when-others-end' | 'no';

/**
 * The money of a run. A call's worst case is put aside before it goes out, and what is left of it comes
 * back when it ends, so the cap holds whatever the calls that are out turn out to cost.
 */
export class Purse {
  readonly #budgetUsd: number | null;
  readonly #reserved = new Map<number, number>();
  #spentUsd: number;

  /**
   * @param budgetUsd - null for no cap
   * @param spentUsd - by earlier processes of the run, what they may have spent unseen included
   */
  constructor(budgetUsd: number | null, spentUsd: number) {
    this.#budgetUsd = budgetUsd;
    this.#spentUsd = spentUsd;
  }

  get budgetUsd(): number | null {
    return this.#budgetUsd;
  }

  get spentUsd(): number {
    return this.#spentUsd;
  }

  /** Whether so much more can be put aside now, once calls that are out have ended, or never. */
  affords(usd: number): Affordable {
    if (this.#budgetUsd === null) return 'yes';
    const left = this.#budgetUsd - this.#spentUsd;
    const reserved = this.#reserved.values().reduce((sum, amount) => sum + amount, 0);
    if (usd <= left - reserved) return 'yes';
    return usd <= left && this.#reserved.size > 0 ? 'when-others-end' : 'no';
  }

  reserve(call: number, usd: number): void {
    this.#reserved.set(call, usd);
  }

  /** Puts back what is left of a reservation. */
  settle(call: number, usd: number): void {
    if (this.#reserved.delete(call)) this.#spentUsd += usd;
  }

  /** Takes a reservation for spent: nobody will say what the call cost. */
  forfeit(call: number): void {
    this.settle(call, this.#reserved.get(call) ?? 0);
  }
}
