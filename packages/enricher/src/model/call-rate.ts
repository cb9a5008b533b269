import { RateBucket } from './rate-bucket.ts';
import type { StatedLimit, StatedLimits } from './rate-headers.ts';

/** A rate that the operator knows, for servers that do not say theirs. */
export interface ConfiguredRate {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** How a call ended, as far as the rate is concerned. */
export interface CallEnd {
  readonly limits: StatedLimits | null;
  /** The server refused it for the rate. */
  readonly isLimited: boolean;
  /** The server was reached at all. */
  readonly isAnswered: boolean;
  readonly retryAfterMs: number | null;
}

const MINUTE_MS = 60_000;
/** Of a configured rate, so much may go out at once: a share of what a minute allows. */
const BURST_SHARE = 1 / 6;
/** Calls at once to a server that does not say its limits, to begin with and at most. */
const FIRST_WINDOW = 8;
const MAX_WINDOW = 256;
/** Wait after a refusal that does not say how long, in milliseconds; it doubles from one to the next. */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/**
 * Decides when a call may go out. Time is given by the caller, so the same events at the same moments
 * give the same decisions.
 *
 * One call goes ahead as a probe. Where its answer states limits, two buckets (requests and tokens)
 * follow them; where it does not, the number of calls at once grows with every answer and halves with
 * every refusal. A refusal stops all calls until the time that the server names.
 */
export class CallRate {
  readonly #buckets: { requests: RateBucket | null; tokens: RateBucket | null };
  /** Tokens of the calls that are out, by their number. */
  readonly #out = new Map<number, number>();
  #isProbed: boolean;
  #window = FIRST_WINDOW;
  #pausedUntilMs = 0;
  #refusals = 0;
  /** Of the latest call whose answer was believed. */
  #latest = 0;

  constructor({ requestsPerMinute, tokensPerMinute }: ConfiguredRate, nowMs: number) {
    this.#buckets = {
      requests: configured(requestsPerMinute, nowMs),
      tokens: configured(tokensPerMinute, nowMs),
    };
    this.#isProbed = requestsPerMinute !== null || tokensPerMinute !== null;
  }

  /** Milliseconds until a call of so many tokens may go out; null until one that is out has ended. */
  waitMs(tokens: number, nowMs: number): number | null {
    if (!this.#isProbed && this.#out.size > 0) return null;
    if (!this.#hasBuckets && this.#out.size >= Math.floor(this.#window)) return null;
    return Math.max(
      0,
      this.#pausedUntilMs - nowMs,
      this.#buckets.requests?.waitMs(1, nowMs) ?? 0,
      this.#buckets.tokens?.waitMs(tokens, nowMs) ?? 0,
    );
  }

  /** @param call - its number, larger than any before */
  begin(call: number, tokens: number, nowMs: number): void {
    this.#out.set(call, tokens);
    this.#buckets.requests?.take(1, nowMs);
    this.#buckets.tokens?.take(tokens, nowMs);
  }

  end(call: number, { limits, isLimited, isAnswered, retryAfterMs }: CallEnd, nowMs: number): void {
    this.#out.delete(call);
    if (limits !== null && call > this.#latest) {
      this.#latest = call;
      this.#learn('requests', limits.requests, this.#out.size, nowMs);
      const tokens = this.#out.values().reduce((sum, amount) => sum + amount, 0);
      this.#learn('tokens', limits.tokens, tokens, nowMs);
    }
    if (isLimited) this.#refuse(retryAfterMs, nowMs);
    else if (isAnswered) {
      this.#isProbed = true;
      this.#refusals = 0;
      this.#window = Math.min(MAX_WINDOW, this.#window + 1 / this.#window);
    }
  }

  get #hasBuckets(): boolean {
    return this.#buckets.requests !== null || this.#buckets.tokens !== null;
  }

  #learn(
    what: 'requests' | 'tokens',
    stated: StatedLimit | null,
    unanswered: number,
    nowMs: number,
  ): void {
    if (stated === null) return;
    const bucket = (this.#buckets[what] ??= new RateBucket(
      stated.limit,
      stated.limit / MINUTE_MS,
      nowMs,
    ));
    bucket.learn(stated, unanswered, nowMs);
  }

  #refuse(retryAfterMs: number | null, nowMs: number): void {
    const backoffMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#refusals);
    const isAlreadyPaused = this.#pausedUntilMs > nowMs;
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + (retryAfterMs ?? backoffMs));
    if (isAlreadyPaused) return;
    this.#refusals += 1;
    this.#window = Math.max(1, this.#window / 2);
    if (retryAfterMs !== null) return;
    this.#buckets.requests?.empty(nowMs);
    this.#buckets.tokens?.empty(nowMs);
  }
}

function configured(perMinute: number | null, nowMs: number): RateBucket | null {
  if (perMinute === null) return null;
  return new RateBucket(Math.max(1, perMinute * BURST_SHARE), perMinute / MINUTE_MS, nowMs);
}
