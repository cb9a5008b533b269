import type { Settlement, WorkSource } from './work-source.ts';

/** Passes settlements to a work source; those that come while it is busy go to it in one call. */
export class Settlements {
  readonly #source: WorkSource;
  readonly #onPassed: () => void;
  readonly #onError: (error: unknown) => void;
  #gathered: Settlement[] = [];
  #passing: Promise<void> | null = null;

  constructor(source: WorkSource, onPassed: () => void, onError: (error: unknown) => void) {
    this.#source = source;
    this.#onPassed = onPassed;
    this.#onError = onError;
  }

  add(settlement: Settlement): void {
    this.#gathered.push(settlement);
    this.#passing ??= this.#pass();
  }

  /** False once the source knows everything. */
  get isPassing(): boolean {
    return this.#passing !== null;
  }

  /** Resolves once the source knows everything that was added before. */
  async passed(): Promise<void> {
    while (this.#passing !== null) await this.#passing;
  }

  async #pass(): Promise<void> {
    try {
      await Promise.resolve();
      while (this.#gathered.length > 0) {
        const batch = this.#gathered;
        this.#gathered = [];
        await this.#source.settle(batch);
      }
    } catch (error) {
      this.#onError(error);
    } finally {
      // In the same turn as the loop's last look: what is added from here on starts a new pass.
      this.#passing = null;
      this.#onPassed();
    }
  }
}
