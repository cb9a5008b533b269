import { StageError } from '@sluice/core';
import { fetchError } from '../fetch/fetch-error.ts';
import type { ReasonCode } from '../reasons.ts';

/** What is remembered of how a host answers. */
interface Pulse {
  /** Failures to answer since it last did. */
  failures: number;
  lastCode: ReasonCode | null;
  /** Nobody asks before, in milliseconds since the epoch. */
  closedUntilMs: number;
  pauseMs: number;
  answers: number;
  /** Slowest of its answers, older ones counting less and less; in milliseconds. */
  slowestMs: number;
}

/** A host that did not answer so often in a row is left alone for a while. */
const MAX_FAILURES = 4;
const FIRST_PAUSE_MS = 20_000;
const LONGEST_PAUSE_MS = 60_000;
/** After so many answers a host's own latency tells how long to wait for it. */
const MIN_ANSWERS = 3;
/** A host may be so much slower than it was. */
const PATIENCE = 10;
const MIN_TIMEOUT_MS = 8_000;
const FADING = 0.9;
/** Hosts that are remembered; the longest unasked are forgotten first. */
const MAX_HOSTS = 5_000;

/** Failures of a host to answer at all; what it answers is its own affair. */
const silent = new Set<string>([
  'connection_refused',
  'connection_reset',
  'connect_timeout',
  'host_unreachable',
  'headers_timeout',
  'body_timeout',
  'total_timeout',
] satisfies ReasonCode[]);

/**
 * Remembers how hosts answer: one that failed several times in a row is not asked for a while, then once to
 * see, and so on; one whose latency is known is not waited for much longer than it ever took.
 */
export class HostPulses {
  readonly #pulses = new Map<string, Pulse>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Runs a request to a host and notes how it went.
   *
   * @param longestMs - how long to wait for a host that nothing is known of
   * @throws StageError with the code of the host's last failure while it is left alone
   */
  async ask<Answer>(
    host: string,
    longestMs: number,
    request: (timeoutMs: number) => Promise<Answer>,
  ): Promise<Answer> {
    const pulse = this.#pulseOf(host);
    this.#requireOpen(host, pulse);
    const startedAt = performance.now();
    try {
      const answer = await request(timeoutOf(pulse, longestMs));
      noteAnswer(pulse, performance.now() - startedAt);
      return answer;
    } catch (error) {
      if (error instanceof StageError && silent.has(error.code)) this.#noteFailure(pulse, error);
      throw error;
    }
  }

  #pulseOf(host: string): Pulse {
    const known = this.#pulses.get(host);
    const pulse = known ?? {
      failures: 0,
      lastCode: null,
      closedUntilMs: 0,
      pauseMs: FIRST_PAUSE_MS,
      answers: 0,
      slowestMs: 0,
    };
    this.#pulses.delete(host);
    this.#pulses.set(host, pulse);
    if (this.#pulses.size > MAX_HOSTS) {
      const [oldest] = this.#pulses.keys();
      this.#pulses.delete(oldest!);
    }
    return pulse;
  }

  #requireOpen(host: string, { lastCode, closedUntilMs, failures }: Pulse): void {
    const leftMs = closedUntilMs - this.#now();
    if (lastCode === null || leftMs <= 0) return;
    const detail = `not asked again for ${Math.ceil(leftMs / 1_000)} s after ${failures} failures`;
    throw fetchError(lastCode, host, { detail, disposition: 'retry', retryAfterMs: leftMs });
  }

  #noteFailure(pulse: Pulse, { code }: StageError): void {
    pulse.failures += 1;
    pulse.lastCode = code as ReasonCode;
    if (pulse.failures < MAX_FAILURES) return;
    pulse.closedUntilMs = this.#now() + pulse.pauseMs;
    pulse.pauseMs = Math.min(pulse.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

function noteAnswer(pulse: Pulse, elapsedMs: number): void {
  pulse.failures = 0;
  pulse.lastCode = null;
  pulse.closedUntilMs = 0;
  pulse.pauseMs = FIRST_PAUSE_MS;
  pulse.answers += 1;
  pulse.slowestMs = Math.max(elapsedMs, pulse.slowestMs * FADING);
}

function timeoutOf({ answers, slowestMs }: Pulse, longestMs: number): number {
  if (answers < MIN_ANSWERS) return longestMs;
  return Math.min(longestMs, Math.max(MIN_TIMEOUT_MS, slowestMs * PATIENCE));
}
