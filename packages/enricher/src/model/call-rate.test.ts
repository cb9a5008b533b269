import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallRate } from './call-rate.ts';
import type { StatedLimit } from './rate-headers.ts';

const UNKNOWN = { requestsPerMinute: null, tokensPerMinute: null };

/** A server's bucket, reckoned apart from the code under test. */
class ServerBucket {
  readonly limit: number;
  readonly windowMs: number;
  #spent: { atMs: number; amount: number } = { atMs: 0, amount: 0 };

  constructor(limit: number, windowMs: number) {
    this.limit = limit;
    this.windowMs = windowMs;
  }

  missing(nowMs: number): number {
    const refilled = ((nowMs - this.#spent.atMs) * this.limit) / this.windowMs;
    return Math.max(0, this.#spent.amount - refilled);
  }

  take(amount: number, nowMs: number): boolean {
    const missing = this.missing(nowMs);
    if (missing + amount > this.limit + 1e-6) return false;
    this.#spent = { atMs: nowMs, amount: missing + amount };
    return true;
  }

  state(nowMs: number): StatedLimit {
    const missing = this.missing(nowMs);
    const remaining = Math.max(0, Math.floor(this.limit - missing + 1e-9));
    return { limit: this.limit, remaining, resetMs: (missing * this.windowMs) / this.limit };
  }
}

interface Simulation {
  readonly requests: number;
  readonly tokens: number;
  readonly windowMs: number;
  readonly latencyMs: number;
  readonly tokensPerCall: number;
  readonly statesLimits: boolean;
}

/** Plays calls against a server in simulated time. Returns when each was allowed, and how many were not. */
function simulate(options: Simulation, untilMs: number): { served: number[]; refused: number } {
  const { latencyMs, tokensPerCall, windowMs } = options;
  const requests = new ServerBucket(options.requests, windowMs);
  const tokens = new ServerBucket(options.tokens, windowMs);
  const rate = new CallRate(UNKNOWN, 0);
  const served: number[] = [];
  let refused = 0;
  let call = 0;
  const out: { call: number; dueMs: number; isServed: boolean }[] = [];
  for (let nowMs = 0; nowMs < untilMs;) {
    for (let due = out[0]; due !== undefined && due.dueMs <= nowMs; due = out[0]) {
      out.shift();
      const limits = options.statesLimits
        ? { requests: requests.state(nowMs), tokens: tokens.state(nowMs) }
        : null;
      const isLimited = !due.isServed;
      const end = { limits, isLimited, isAnswered: due.isServed, retryAfterMs: null };
      rate.end(due.call, end, nowMs);
    }
    const waitMs = rate.waitMs(tokensPerCall, nowMs);
    if (waitMs === 0) {
      call += 1;
      rate.begin(call, tokensPerCall, nowMs);
      const isServed =
        requests.missing(nowMs) + 1 <= options.requests + 1e-6 &&
        tokens.take(tokensPerCall, nowMs) &&
        requests.take(1, nowMs);
      if (isServed) served.push(nowMs);
      else refused += 1;
      out.push({ call, dueMs: nowMs + latencyMs, isServed });
      continue;
    }
    const nextMs = Math.min(nowMs + (waitMs ?? Infinity), out[0]?.dueMs ?? Infinity);
    expect(nextMs).toBeGreaterThan(nowMs);
    nowMs = nextMs;
  }
  return { served, refused };
}

const limits = fc.record({
  requests: fc.integer({ min: 20, max: 500 }),
  tokens: fc.integer({ min: 20_000, max: 500_000 }),
  windowMs: fc.constantFrom(1_000, 60_000),
  latencyShare: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
  tokensPerCall: fc.integer({ min: 500, max: 4_000 }),
});

test('a server that states its limits refuses nothing, and is used to the full', () => {
  fc.assert(
    fc.property(limits, ({ latencyShare, ...given }) => {
      const { windowMs } = given;
      const latencyMs = Math.ceil(windowMs * latencyShare);
      const { served, refused } = simulate(
        { ...given, latencyMs, statesLimits: true },
        windowMs * 6,
      );
      expect(refused).toBe(0);
      const allowed = Math.min(given.requests, given.tokens / given.tokensPerCall);
      // Once the burst is over: what is let out in the last three windows, against what fills in.
      const steady = served.filter((atMs) => atMs >= windowMs * 3).length / 3;
      expect(steady / allowed).toBeGreaterThanOrEqual(0.97 - 1 / allowed);
    }),
    { numRuns: 100 },
  );
});

test('one call goes ahead, the rest wait for its answer', () => {
  const rate = new CallRate(UNKNOWN, 0);
  expect(rate.waitMs(10, 0)).toBe(0);
  rate.begin(1, 10, 0);
  expect(rate.waitMs(10, 0)).toBeNull();
  rate.end(1, { limits: null, isLimited: false, isAnswered: true, retryAfterMs: null }, 5);
  expect(rate.waitMs(10, 5)).toBe(0);
});

test('a server that states nothing gets more at once with every answer, and half after a refusal', () => {
  const rate = new CallRate(UNKNOWN, 0);
  const answered = { limits: null, isLimited: false, isAnswered: true, retryAfterMs: null };
  let call = 0;
  const fill = (nowMs: number): number[] => {
    const calls: number[] = [];
    while (rate.waitMs(1, nowMs) === 0) {
      call += 1;
      rate.begin(call, 1, nowMs);
      calls.push(call);
    }
    return calls;
  };
  for (const first of fill(0)) rate.end(first, answered, 1);
  const before = fill(2);
  for (const each of before) rate.end(each, answered, 3);
  const more = fill(4);
  expect(more.length).toBeGreaterThan(before.length);
  const [refused, ...others] = more;
  rate.end(refused!, { ...answered, isAnswered: false, isLimited: true, retryAfterMs: 500 }, 5);
  for (const each of others) rate.end(each, answered, 6);
  expect(rate.waitMs(1, 6)).toBe(499);
  const after = fill(505);
  expect(after.length).toBeLessThanOrEqual(Math.ceil(more.length / 2) + 1);
  expect(after.length).toBeGreaterThan(0);
});

test('a configured rate holds from the first call on', () => {
  const rate = new CallRate({ requestsPerMinute: 60, tokensPerMinute: null }, 0);
  let call = 0;
  for (let nowMs = 0; nowMs < 60_000;) {
    const waitMs = rate.waitMs(1, nowMs);
    if (waitMs === 0) rate.begin((call += 1), 1, nowMs);
    else nowMs += waitMs ?? 60_000;
  }
  expect(call).toBeGreaterThanOrEqual(60);
  expect(call).toBeLessThanOrEqual(71);
});
