/** Of the server while it has capacity, in milliseconds. */
export const LATENCY_MS = 250;
/** Sets the server's capacity. */
export const CONTROL_HOST = 'control.test';

/** A run against a server whose capacity changes. */
export interface PhaseTask {
  /** Websites, one a row; more than can be visited in the time. */
  readonly dataset: string;
  /** Of the run's state. */
  readonly folder: string;
  readonly originPort: number;
  readonly concurrency: number | 'auto';
  /** Requests that the server can answer at once, phase by phase. */
  readonly capacities: readonly number[];
  /** From the begin of a phase until it is measured, and how long it is. */
  readonly settlingMs: number;
  readonly measuredMs: number;
}

export interface PhaseAnswer {
  /** Answered pages a second, by phase. */
  readonly perSecond: readonly number[];
  /** In all phases, their settling included. */
  readonly answered: number;
  /** Requests that the server refused. */
  readonly refused: number;
  /** Records that were given up. */
  readonly lost: number;
}
