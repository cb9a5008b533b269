/** A `Retry-After` below this waits this long: a deferral costs no attempt, so zero would spin. */
export const minRetryAfterMs = 1_000;
/** A `Retry-After` above this waits this long; beyond, the run's own limit on deferrals decides anyway. */
export const maxRetryAfterMs = 60 * 60 * 1_000;

/**
 * Reads `Retry-After` in both its forms, seconds and HTTP date.
 *
 * @param nowMs - milliseconds since the epoch, for the date form
 * @returns how long to wait in milliseconds, within the two limits; null when the header is absent,
 *   negative, in the past or not in one of the forms
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : millisecondsUntil(text, nowMs);
  if (waitMs === null || waitMs < 0) return null;
  return Math.min(Math.max(waitMs, minRetryAfterMs), maxRetryAfterMs);
}

// `Date.parse` takes far more than the header's grammar, `-5` included; HTTP dates start with a weekday.
// All are in GMT, also the oldest form, which does not say so.
function millisecondsUntil(text: string, nowMs: number): number | null {
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  const at = Date.parse(/([A-Z]{3}|[+-]\d{4})$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : at - nowMs;
}
