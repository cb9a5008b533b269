import { setTimeout as delay } from 'node:timers/promises';

/** Time, injected so that tests await signals instead of sleeping. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest wait that a timer of Node takes, in milliseconds: 24 days. A longer one fires at once. */
export const longestTimerMs = 2 ** 31 - 1;

/**
 * Reads a clock that may be set back, as if it had stood still and gone on from there: a wait that is due
 * in a second must not take an hour because somebody corrected the time. What it shows ahead of the real
 * time from then on does no harm.
 */
export function neverBack(read: () => number): () => number {
  let latestMs = -Infinity;
  let aheadMs = 0;
  return () => {
    const readMs = read();
    aheadMs = Math.max(aheadMs, latestMs - readMs);
    latestMs = readMs + aheadMs;
    return latestMs;
  };
}

export const systemClock: Clock = {
  now: neverBack(() => Date.now()),
  sleep: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
};
