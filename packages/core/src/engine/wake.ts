import { longestTimerMs } from './clock.ts';

/** Lets one loop sleep until something happened; a call before the wait is not lost. */
export class Wake {
  #isCalled = false;
  #resume: (() => void) | null = null;

  readonly call = (): void => {
    this.#isCalled = true;
    this.#resume?.();
  };

  /** Resolves after the next `call`, or after `maxMs` when given; after 24 days at the latest then. */
  async wait(maxMs: number | null): Promise<void> {
    if (!this.#isCalled) await this.#sleep(maxMs);
    this.#isCalled = false;
    this.#resume = null;
  }

  #sleep(maxMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        maxMs === null ? undefined : setTimeout(resolve, Math.min(maxMs, longestTimerMs));
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
