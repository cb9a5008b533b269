import type { LedgerEntry, ResultEntry } from '../model/ledger-entry.ts';

/** What a ledger knows under one fingerprint. */
export interface LedgerHit {
  /** The newest result, or null where there were only attempts. */
  readonly result: ResultEntry | null;
  /**
   * True when the result stands in an earlier run's ledger and not yet in this one; its `fromRun` then
   * names the run that produced it.
   */
  readonly isInherited: boolean;
  /**
   * Attempts that started since the newest result, less those that ended without one (phase `ended`):
   * the process died while they ran.
   */
  readonly attempts: number;
  /** Those of them that ran with nothing else in flight. */
  readonly attemptsAlone: number;
}

/** The durable log of stage results: the only state there is. */
export interface Ledger {
  /**
   * Reads what is known, newest result first choice, this run's before an earlier run's.
   *
   * @param fingerprints - SHA-256 in hexadecimal, any number; calls made close together share one query
   * @returns one hit per fingerprint in the same order, undefined where nothing is known
   */
  lookup(fingerprints: readonly string[]): Promise<readonly (LedgerHit | undefined)[]>;

  /**
   * Appends entries in order, after everything appended before.
   *
   * @returns a promise that resolves once the entries are durable; a failing disk rejects it with a
   *   `ResumableError`, and then nothing in it is acknowledged. Nobody has to handle it: every later append is
   *   refused with the same. The lines themselves are written at once, so they outlive a killed process whether
   *   or not anybody awaits the promise.
   */
  append(entries: readonly LedgerEntry[]): Promise<void>;
}
