import {
  formatCount,
  formatUsd,
  plural,
  type Clock,
  type Coordinator,
  type CoordinatorLine,
  type Json,
  type StopReason,
} from '@sluice/core';
import { CallRate, type CallEnd, type ConfiguredRate } from './call-rate.ts';
import type { ModelUsage } from './model-answer.ts';
import { costOf, type ModelPrice } from './model-prices.ts';
import { Purse } from './purse.ts';
import type { CallSize } from './model-request.ts';

/** What a shard asks the owner of money and rate. */
export type OwnerRequest =
  | ({ readonly kind: 'begin' } & CallSize)
  | {
      readonly kind: 'end';
      readonly call: number;
      /** Null where the server did not say. */
      readonly usage: ModelUsage | null;
      readonly costUsd: number;
      readonly end: CallEnd;
      /** Why no further call can succeed; null while they can. */
      readonly stop: StopReason | null;
    };

/** The answer to `begin`, once the call may go out. */
export type Permit =
  | { readonly isGranted: true; readonly call: number; readonly reservedUsd: number }
  | { readonly isGranted: false; readonly stop: StopReason };

export interface CallOwnerOptions {
  readonly rate: ConfiguredRate;
  /** Null where it is not known; then nothing is reserved. */
  readonly price: ModelPrice | null;
  readonly budgetUsd: number | null;
  /** By earlier processes of this run. */
  readonly spentUsd: number;
  /** How long a server may refuse every call for its rate before the run stops, in milliseconds. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly stop: AbortSignal;
}

interface Waiter {
  readonly size: CallSize;
  readonly calls: Set<number>;
  readonly resolve: (permit: Permit) => void;
}

/**
 * How much more input a server may count than was estimated, before the first answer tells. Tokens of
 * other models than OpenAI's are not countable here.
 */
const FIRST_MARGIN = 1.5;
/** On top of the largest excess seen. */
const MARGIN = 1.1;

/** Owns a run's money and the rate of its model's server: no call goes out without a permit. */
export function createCallOwner(options: CallOwnerOptions): Coordinator {
  return new CallOwner(options);
}

class CallOwner implements Coordinator {
  readonly #options: CallOwnerOptions;
  readonly #rate: CallRate;
  readonly #purse: Purse;
  readonly #estimates = new Map<number, number>();
  #waiting: Waiter[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stop: StopReason | null = null;
  #calls = 0;
  /** The first of the refusals that no answer has come after. */
  #refusedSinceMs: number | null = null;
  #margin = FIRST_MARGIN;
  #largestExcess = 0;
  readonly #answered = { calls: 0, tokens: 0 };

  constructor(options: CallOwnerOptions) {
    this.#options = options;
    this.#rate = new CallRate(options.rate, options.clock.now());
    this.#purse = new Purse(options.budgetUsd, options.spentUsd);
    const { stop } = options;
    if (stop.aborted) this.#stop = stop.reason as StopReason;
    else
      stop.addEventListener('abort', () => this.#halt(stop.reason as StopReason), { once: true });
  }

  connect(): CoordinatorLine {
    const calls = new Set<number>();
    return {
      ask: (request, signal) => this.#ask(request as unknown as OwnerRequest, calls, signal),
      close: () => this.#forfeit(calls),
    };
  }

  progress(elapsedMs: number): string | null {
    const { calls, tokens } = this.#answered;
    if (calls === 0) return null;
    const perSecond = Math.round((tokens * 1_000) / Math.max(1, elapsedMs));
    const counted = `${plural(calls, 'call')}, ${plural(tokens, 'token')} (${formatCount(perSecond)}/s)`;
    const { budgetUsd, spentUsd } = this.#purse;
    if (this.#options.price === null) return counted;
    const of = budgetUsd === null ? '' : ` of ${formatUsd(budgetUsd)}`;
    return `${counted}, ${formatUsd(spentUsd)}${of}`;
  }

  async #ask(request: OwnerRequest, calls: Set<number>, signal: AbortSignal): Promise<Json> {
    if (request.kind === 'begin') {
      return (await this.#begin(request, calls, signal)) as unknown as Json;
    }
    this.#end(request);
    calls.delete(request.call);
    return null;
  }

  #begin(size: CallSize, calls: Set<number>, signal: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        reject(signal.reason as Error);
        this.#admit();
      };
      const waiter: Waiter = {
        size,
        calls,
        resolve(permit) {
          signal.removeEventListener('abort', leave);
          resolve(permit);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  /** Lets out, in order, whoever may go now. */
  #admit(): void {
    clearTimeout(this.#timer);
    for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
      if (this.#stop !== null) return this.#halt(this.#stop);
      const usd = this.#worstCase(first.size);
      const affordable = this.#purse.affords(usd);
      if (affordable === 'no') return this.#halt(this.#budgetReached(usd));
      if (affordable === 'when-others-end') return;
      const nowMs = this.#options.clock.now();
      const waitMs = this.#rate.waitMs(tokensOf(first.size), nowMs);
      if (waitMs !== 0) {
        if (waitMs !== null) this.#timer = setTimeout(() => this.#admit(), waitMs);
        return;
      }
      this.#waiting.shift();
      this.#grant(first, usd, nowMs);
    }
  }

  #grant({ size, calls, resolve }: Waiter, usd: number, nowMs: number): void {
    const call = (this.#calls += 1);
    this.#rate.begin(call, tokensOf(size), nowMs);
    this.#purse.reserve(call, usd);
    this.#estimates.set(call, size.inputTokens);
    calls.add(call);
    resolve({ isGranted: true, call, reservedUsd: usd });
  }

  #end({ call, usage, costUsd, end, stop }: Extract<OwnerRequest, { kind: 'end' }>): void {
    this.#rate.end(call, end, this.#options.clock.now());
    this.#purse.settle(call, costUsd);
    if (usage !== null) this.#count(call, usage);
    this.#estimates.delete(call);
    const reason = stop ?? this.#outOfPatience(end);
    if (reason !== null) this.#halt(reason);
    else this.#admit();
  }

  /** Records wait for a server that is full; for one that takes no call at all they would for ever. */
  #outOfPatience({ isAnswered, isLimited }: CallEnd): StopReason | null {
    const nowMs = this.#options.clock.now();
    if (isAnswered) this.#refusedSinceMs = null;
    if (!isLimited) return null;
    this.#refusedSinceMs ??= nowMs;
    const seconds = Math.round((nowMs - this.#refusedSinceMs) / 1_000);
    if (nowMs - this.#refusedSinceMs < this.#options.patienceMs) return null;
    const message = `the model's server has refused every call for its rate, for ${seconds} s now; go on later`;
    return { code: 'model_rate_limited', message };
  }

  #count(call: number, usage: ModelUsage): void {
    this.#answered.calls += 1;
    this.#answered.tokens += usage.inputTokens + usage.outputTokens;
    const estimate = this.#estimates.get(call) ?? 0;
    if (estimate === 0) return;
    this.#largestExcess = Math.max(this.#largestExcess, usage.inputTokens / estimate);
    this.#margin = Math.max(MARGIN, this.#largestExcess * MARGIN);
  }

  /** The line of a shard is closed: what it has out will never be told of. */
  #forfeit(calls: Set<number>): void {
    this.#waiting = this.#waiting.filter((waiter) => waiter.calls !== calls);
    for (const call of calls) {
      this.#rate.end(call, UNKNOWN_END, this.#options.clock.now());
      this.#purse.forfeit(call);
    }
    calls.clear();
    this.#admit();
  }

  /** From here on nobody gets a permit. */
  #halt(stop: StopReason): void {
    this.#stop ??= stop;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve({ isGranted: false, stop: this.#stop });
  }

  #worstCase({ inputTokens, outputTokens }: CallSize): number {
    const { price } = this.#options;
    if (price === null) return 0;
    const most = Math.ceil(inputTokens * this.#margin);
    return costOf({ inputTokens: most, cachedTokens: 0, outputTokens }, price);
  }

  #budgetReached(usd: number): StopReason {
    const { budgetUsd, spentUsd } = this.#purse;
    const spent = `${formatUsd(spentUsd)} of ${formatUsd(budgetUsd ?? 0)} are spent`;
    const next = `the next call may take ${formatUsd(usd)}`;
    return { code: 'budget', message: `${spent}, and ${next}; raise --budget-usd to go on` };
  }
}

const UNKNOWN_END: CallEnd = {
  limits: null,
  isLimited: false,
  isAnswered: false,
  retryAfterMs: null,
};

function tokensOf({ inputTokens, outputTokens }: CallSize): number {
  return inputTokens + outputTokens;
}
