import { systemClock, type Clock } from '@sluice/core';
import { Slots } from './slots.ts';

export interface HostLimiterOptions {
  /** From the end of one request to a host to the start of the next, in milliseconds. */
  readonly delayMs?: number;
  /** Requests to one host at the same time. */
  readonly perHost?: number;
  /** Requests to all hosts together at the same time. */
  readonly concurrency?: number;
  readonly clock?: Clock;
}

export interface TurnOptions {
  readonly signal?: AbortSignal | undefined;
  /** What the host itself asks for (robots.txt), in milliseconds; the longer of the two delays counts. */
  readonly crawlDelayMs?: number | undefined;
}

/** Lets work on a host wait for its turn. */
export interface HostLimiter {
  /**
   * Runs `work` when it is this caller's turn on `host`, first come first served.
   *
   * @throws the signal's reason when it is aborted while waiting; work that has begun is not interrupted
   */
  run<Result>(host: string, work: () => Promise<Result>, options?: TurnOptions): Promise<Result>;
  /** Requests that one host gets at the same time, at most. */
  readonly perHost: number;
  /** Hosts that something is remembered of: in use, or within their delay. */
  readonly hosts: number;
}

/** Makes a limiter; by default one request at a time per host, without delay, and no other limit. */
export function createHostLimiter(options: HostLimiterOptions = {}): HostLimiter {
  return new DelayedHostLimiter(options);
}

/** A host that somebody works on or waits for. */
interface BusyHost {
  readonly slots: Slots;
  users: number;
  /** When its delay is over, in milliseconds since the epoch. */
  readyAtMs: number;
}

class DelayedHostLimiter implements HostLimiter {
  readonly perHost: number;
  readonly #delayMs: number;
  readonly #everywhere: Slots;
  readonly #clock: Clock;
  readonly #busy = new Map<string, BusyHost>();
  /** Hosts that nobody wants now but whose delay is not over, oldest first, with `readyAtMs`. */
  readonly #cooling = new Map<string, number>();

  constructor(options: HostLimiterOptions) {
    this.perHost = options.perHost ?? 1;
    this.#delayMs = options.delayMs ?? 0;
    this.#everywhere = new Slots(options.concurrency ?? Number.POSITIVE_INFINITY);
    this.#clock = options.clock ?? systemClock;
  }

  get hosts(): number {
    return this.#busy.size + this.#cooling.size;
  }

  async run<Result>(
    host: string,
    work: () => Promise<Result>,
    { signal, crawlDelayMs = 0 }: TurnOptions = {},
  ): Promise<Result> {
    signal?.throwIfAborted();
    const busy = this.#enter(host);
    const politely = async (): Promise<Result> => {
      try {
        return await work();
      } finally {
        busy.readyAtMs = this.#clock.now() + Math.max(this.#delayMs, crawlDelayMs);
      }
    };
    try {
      return await busy.slots.use(async () => {
        await this.#cool(busy, signal);
        return this.#everywhere.use(politely, signal);
      }, signal);
    } finally {
      this.#leave(host, busy);
    }
  }

  #enter(host: string): BusyHost {
    let busy = this.#busy.get(host);
    if (busy === undefined) {
      const readyAtMs = this.#cooling.get(host) ?? 0;
      this.#cooling.delete(host);
      busy = { slots: new Slots(this.perHost), users: 0, readyAtMs };
      this.#busy.set(host, busy);
    }
    busy.users += 1;
    return busy;
  }

  async #cool(busy: BusyHost, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const waitMs = busy.readyAtMs - this.#clock.now();
      if (waitMs <= 0) return;
      await this.#clock.sleep(waitMs, signal);
    }
  }

  #leave(host: string, busy: BusyHost): void {
    busy.users -= 1;
    if (busy.users > 0) return;
    this.#busy.delete(host);
    const now = this.#clock.now();
    if (busy.readyAtMs > now) this.#cooling.set(host, busy.readyAtMs);
    this.#forgetCooled(now);
  }

  // Forgetting as others leave keeps memory flat over any number of hosts, without a timer per host.
  #forgetCooled(now: number): void {
    for (const [host, readyAtMs] of this.#cooling) {
      if (readyAtMs > now) return;
      this.#cooling.delete(host);
    }
  }
}
