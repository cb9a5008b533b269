/** The limits of a run. Every one has a default that suits a laptop. */
export interface RunLimits {
  /** Records worked on at the same time; at most, where `isAdaptive`. */
  readonly concurrency: number;
  /** Whether that follows the machine and how attempts end, see `work-window.ts`. */
  readonly isAdaptive: boolean;
  /** Attempts per stage and record, the first included. */
  readonly maxAttempts: number;
  /**
   * Longest time a record waits for a host that says 'later', in milliseconds; then it is left for a resume.
   * A run whose health is critical for so long stops.
   */
  readonly maxDeferMs: number;
  /** How often a record may be deferred before the stage must do without. */
  readonly maxDeferrals: number;
  /** Wait before the second attempt, in milliseconds; it doubles for each further one. */
  readonly retryBaseMs: number;
  /** Finished records between two progress marks. */
  readonly batchSize: number;
  /** Records claimed and looked up together. */
  readonly intakeSize: number;
  /** Finished records that may wait for their fsync before no more work is started. */
  readonly maxUnacknowledged: number;
  /** How long work in flight may go on after a stop was asked for, in milliseconds. */
  readonly drainMs: number;
  /** Time between two looks at the machine and the window, in milliseconds. */
  readonly lookIntervalMs: number;
}

export const defaultLimits: RunLimits = {
  concurrency: 50,
  isAdaptive: false,
  maxAttempts: 3,
  maxDeferMs: 10 * 60_000,
  maxDeferrals: 5,
  retryBaseMs: 1_000,
  batchSize: 300,
  intakeSize: 1_000,
  maxUnacknowledged: 5_000,
  drainMs: 10_000,
  lookIntervalMs: 1_000,
};

/** With an adaptive window: where it begins, and what it never falls below. */
export const WINDOW_START = 25;
export const MIN_WINDOW = 4;

/** Deaths of the process with a record in flight after which it runs alone. */
export const SUSPECT_AFTER = 3;

/** Deaths of the process with a record alone in flight after which it is given up. */
export const QUARANTINE_AFTER = 2;

/** Records that met a bug after which the run stops: it is not about single records then. */
export const MAX_BUGS = 20;
