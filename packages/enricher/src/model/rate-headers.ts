/** One limit as a server states it. */
export interface StatedLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Until all of it is there again; null where the server does not say. */
  readonly resetMs: number | null;
}

/** What a server's headers say of its limits; null where they say nothing. */
export interface StatedLimits {
  readonly requests: StatedLimit | null;
  readonly tokens: StatedLimit | null;
}

interface HeaderSource {
  get(name: string): string | null;
}

/** Reads `x-ratelimit-*`. Figures below zero, which some servers send, say nothing. */
export function readStatedLimits(headers: HeaderSource): StatedLimits {
  return { requests: readLimit(headers, 'requests'), tokens: readLimit(headers, 'tokens') };
}

function readLimit(headers: HeaderSource, what: string): StatedLimit | null {
  const limit = readCount(headers.get(`x-ratelimit-limit-${what}`));
  const remaining = readCount(headers.get(`x-ratelimit-remaining-${what}`));
  if (limit === null || remaining === null || limit === 0) return null;
  const reset = headers.get(`x-ratelimit-reset-${what}`);
  return { limit, remaining: Math.min(limit, remaining), resetMs: parseResetMs(reset) };
}

function readCount(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `6m0s`, `1.2s`, `85ms`, or seconds as a plain number. */
function parseResetMs(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) return null;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g);
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS],
    0,
  );
}

/** When to come back: `retry-after-ms`, or `retry-after` as seconds or as a date. */
export function readRetryAfterMs(headers: HeaderSource, nowMs: number): number | null {
  const ms = readCount(headers.get('retry-after-ms'));
  if (ms !== null) return ms;
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = readCount(text);
  if (seconds !== null) return seconds * 1_000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
