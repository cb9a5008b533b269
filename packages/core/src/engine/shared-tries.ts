import { StageError } from '../errors.ts';

interface Tries {
  readonly spent: number;
  readonly error: StageError;
  readonly dueAtMs: number;
}

/**
 * Attempts at results that are still to come. Records with the same fingerprint wait for the same
 * result, so they share its budget and the wait between two attempts; what they share is forgotten
 * with the result.
 */
export class SharedTries {
  readonly #byFingerprint = new Map<string, Tries>();

  /** Attempts that have been made or begun; 1 where none has failed. */
  spent(fingerprint: string): number {
    return this.#byFingerprint.get(fingerprint)?.spent ?? 1;
  }

  /**
   * Notes an attempt that failed.
   *
   * @param spent - attempts with the next one
   * @param dueAtMs - when that one may begin, by the clock
   */
  fail(fingerprint: string, spent: number, error: StageError, dueAtMs: number): void {
    this.#byFingerprint.set(fingerprint, { spent, error, dueAtMs });
  }

  /** @throws StageError that the last attempt failed with, as long as the next one is not due */
  requireDue(fingerprint: string, nowMs: number): void {
    const tries = this.#byFingerprint.get(fingerprint);
    if (tries === undefined || tries.dueAtMs <= nowMs) return;
    const { code, disposition, message, meta } = tries.error;
    const retryAfterMs = tries.dueAtMs - nowMs;
    throw new StageError(code, disposition, message, { retryAfterMs, meta, cause: tries.error });
  }

  forget(fingerprint: string): void {
    this.#byFingerprint.delete(fingerprint);
  }
}
