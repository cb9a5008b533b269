import type { StageEnded } from './run-event.ts';

/** How attempts at stages ended that began and ended within a round. */
export interface RoundTally {
  /** Those that waited for somebody. */
  readonly ended: number;
  /** Of these, those that have to be made again: the other side timed out, or said that it has too much to do. */
  readonly again: number;
  /** Whether the window was full: a window that is not used says nothing about a larger one. */
  readonly wasFull: boolean;
  /** By stage, of those that succeeded. */
  readonly waits: Readonly<Record<string, StageWaits>>;
}

interface StageWaits {
  readonly count: number;
  /**
   * Sum of the natural logarithms of milliseconds: a mean of these is not moved by the few attempts that take
   * twenty times as long, and what makes all of them twice as long moves it by the same for every stage.
   */
  readonly totalLn: number;
}

/** What is done sooner waited for nobody, in milliseconds. */
const MIN_WAIT_MS = 20;

/**
 * Tallies the attempts of a round. Those that began before it felt an earlier window, and tell nothing of this
 * one: so what is planned from a round answers to a whole round trip. In the same millisecond is before.
 */
export class WorkRound implements RoundTally {
  readonly #startedAtMs: number;
  readonly waits: Record<string, StageWaits> = {};
  ended = 0;
  again = 0;
  wasFull: boolean;

  /** @param nowMs - -Infinity for a first round, which nothing was before */
  constructor(nowMs: number, isFull: boolean) {
    this.#startedAtMs = nowMs;
    this.wasFull = isFull;
  }

  note({ stage, isUntimed, outcome, elapsedMs }: StageEnded, nowMs: number): void {
    const isAgain = outcome === 'again';
    const isEarlier = nowMs - elapsedMs <= this.#startedAtMs;
    if (isEarlier || (!isAgain && (isUntimed || elapsedMs < MIN_WAIT_MS))) return;
    this.ended += 1;
    if (isAgain) this.again += 1;
    if (outcome !== 'ok') return;
    const { count, totalLn } = this.waits[stage] ?? { count: 0, totalLn: 0 };
    this.waits[stage] = { count: count + 1, totalLn: totalLn + Math.log(elapsedMs) };
  }
}
