/** What one fetch may cost; every limit ends in its own reason code. */
export interface FetchLimits {
  /** Looking the host up, connecting and agreeing on TLS. */
  readonly connectTimeoutMs: number;
  /** From the request to the end of the response headers. */
  readonly headersTimeoutMs: number;
  /** Between two parts of the body. */
  readonly bodyTimeoutMs: number;
  /** Everything from the first request to the last byte, redirects included, waiting for politeness not. */
  readonly totalTimeoutMs: number;
  /** Body bytes, on the wire as well as decoded. */
  readonly maxBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
  /** How long an unused connection is kept for the next page of the host. */
  readonly keepAliveMs: number;
}

export const defaultFetchLimits: FetchLimits = {
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 15_000,
  bodyTimeoutMs: 15_000,
  totalTimeoutMs: 30_000,
  maxBytes: 8 * 1024 * 1024,
  maxHeaderBytes: 64 * 1024,
  maxRedirects: 5,
  keepAliveMs: 4_000,
};

/** The usual limits, with those of time in the same proportion to another total. */
export function fetchLimitsWithin(totalTimeoutMs: number): FetchLimits {
  const usual = defaultFetchLimits;
  const scaled = (limitMs: number): number =>
    Math.round((limitMs / usual.totalTimeoutMs) * totalTimeoutMs);
  return {
    ...usual,
    connectTimeoutMs: scaled(usual.connectTimeoutMs),
    headersTimeoutMs: scaled(usual.headersTimeoutMs),
    bodyTimeoutMs: scaled(usual.bodyTimeoutMs),
    totalTimeoutMs,
  };
}
