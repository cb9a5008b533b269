/**
 * Durable sub-steps that are being worked on. Stages of different records may have one in common: whoever
 * wants it meanwhile waits, and then finds it stored, so that it is not paid for twice.
 */
export class StepsInFlight {
  readonly #ends = new Map<string, Promise<void>>();

  /**
   * Calls `work` once nobody else works on the step.
   *
   * @param signal - when it is aborted, others wait no longer for `work`, and `work` is not begun
   */
  async take<T>(fingerprint: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    for (let other = this.#ends.get(fingerprint); other !== undefined;) {
      await other;
      signal.throwIfAborted();
      other = this.#ends.get(fingerprint);
    }
    const ended = Promise.withResolvers<void>();
    const end = () => {
      // Somebody else may have begun since the signal was aborted.
      if (this.#ends.get(fingerprint) === ended.promise) this.#ends.delete(fingerprint);
      ended.resolve();
    };
    this.#ends.set(fingerprint, ended.promise);
    signal.addEventListener('abort', end, { once: true });
    try {
      return await work();
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  }
}
