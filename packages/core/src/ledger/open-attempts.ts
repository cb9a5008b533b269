import type { NumberedEntry } from './journal-line.ts';

/** The attempts of a journal that no result follows in it. Those that one follows tell nothing any more. */
export class OpenAttempts {
  readonly #seqs = new Map<string, number[]>();

  /** Takes the journal's entries in order. */
  note({ seq, entry }: NumberedEntry): void {
    if (entry.kind === 'result') {
      this.#seqs.delete(entry.fingerprint);
    } else if (entry.kind === 'attempt') {
      const seqs = this.#seqs.get(entry.fingerprint);
      if (seqs === undefined) this.#seqs.set(entry.fingerprint, [seq]);
      else seqs.push(seq);
    }
  }

  /** Their places in the order of appending. */
  get seqs(): number[] {
    return [...this.#seqs.values()].flat();
  }
}
