import type { ModelAnswer, ModelCall } from './model-call.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a model server allows. */
export interface ModelLimits {
  /** Calls in a window; absent for no limit. */
  readonly requests?: number;
  /** Tokens in a window: the prompt's and the largest answer's, counted when a call arrives. */
  readonly tokens?: number;
  /** Time in which a limit is allowed once, in milliseconds. */
  readonly windowMs: number;
  /** Whether answers say what is left, in `x-ratelimit-*`. Default true. */
  readonly sendsHeaders?: boolean;
  /** How a refusal says when to come back. Default `milliseconds`. */
  readonly retryAfter?: 'seconds' | 'milliseconds' | 'no';
}

/** How far a limit has been used: units let through since the start, and what is left right now, in fractions too. */
export interface LimitUse {
  readonly taken: number;
  readonly left: number;
}

/** Holds calls against the limits; they count from their arrival, refused ones not at all. */
export class LimitKeeper {
  readonly #limits: ModelLimits;
  readonly #buckets: ReadonlyMap<'requests' | 'tokens', TokenBucket>;

  constructor(limits: ModelLimits) {
    this.#limits = limits;
    const { requests, tokens, windowMs } = limits;
    const bucket = (limit: number) => new TokenBucket(limit, windowMs, performance.now());
    this.#buckets = new Map([
      ...(requests === undefined ? [] : [['requests', bucket(requests)] as const]),
      ...(tokens === undefined ? [] : [['tokens', bucket(tokens)] as const]),
    ]);
  }

  /** @returns the refusal, or null when the call may pass, which is then counted */
  admit({ tokens }: Pick<ModelCall, 'tokens'>): Extract<ModelAnswer, { kind: 'error' }> | null {
    const nowMs = performance.now();
    const waits = [...this.#buckets].map(([what, bucket]) =>
      bucket.waitMs(what === 'requests' ? 1 : tokens, nowMs),
    );
    const waitMs = Math.max(0, ...waits);
    if (waitMs > 0) return this.#refusal(waitMs);
    for (const [what, bucket] of this.#buckets) bucket.take(what === 'requests' ? 1 : tokens);
    return null;
  }

  /** What is left right now, as OpenAI says it. */
  headers(): Record<string, string> {
    if (this.#limits.sendsHeaders === false) return {};
    const nowMs = performance.now();
    return Object.fromEntries(
      [...this.#buckets].flatMap(([what, bucket]) => [
        [`x-ratelimit-limit-${what}`, String(bucket.limit)],
        [`x-ratelimit-remaining-${what}`, String(Math.max(0, Math.floor(bucket.level(nowMs))))],
        [`x-ratelimit-reset-${what}`, formatReset(bucket.resetMs(nowMs))],
      ]),
    );
  }

  use(): { readonly [What in 'requests' | 'tokens']?: LimitUse } {
    const nowMs = performance.now();
    return Object.fromEntries(
      [...this.#buckets].map(([what, bucket]) => [
        what,
        { taken: bucket.taken, left: bucket.level(nowMs) },
      ]),
    );
  }

  #refusal(waitMs: number): Extract<ModelAnswer, { kind: 'error' }> {
    const headers: Record<string, string> = {
      seconds: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
      milliseconds: { 'retry-after-ms': String(Math.ceil(waitMs)) },
      no: {},
    }[this.#limits.retryAfter ?? 'milliseconds'];
    const message = `Rate limit reached. Please try again in ${Math.ceil(waitMs)}ms.`;
    return {
      kind: 'error',
      status: 429,
      code: 'rate_limit_exceeded',
      type: 'requests',
      message,
      headers,
    };
  }
}

/** `6m0s`, `1.2s`, `85ms`. */
function formatReset(ms: number): string {
  if (ms < 1_000) return `${Math.ceil(ms)}ms`;
  const wholeMs = Math.ceil(ms);
  const minutes = Math.floor(wholeMs / 60_000);
  const rest = `${(wholeMs % 60_000) / 1_000}s`;
  return minutes === 0 ? rest : `${minutes}m${rest}`;
}
