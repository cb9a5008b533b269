import type { KillPoint } from '@sluice/core';
import type { TestWebCounts } from '@sluice/testkit';
import { describeTrial, type Trial } from './plan-trials.ts';
import type { RunOutcome } from './read-outcome.ts';

/** How long a command took, in milliseconds. */
export interface Timing {
  /** Until it said which run it works on. */
  readonly startMs: number;
  /** From there to its end. */
  readonly workMs: number;
}

/** What an uninterrupted run came to. */
export interface Reference {
  readonly outcome: RunOutcome;
  readonly requests: TestWebCounts;
  readonly timing: Timing;
}

/** What came of a trial. */
export interface TrialReport {
  readonly trial: Trial;
  /** Kills at random moments that met a living process. */
  readonly momentKills: number;
  /** Named points at which the command killed itself, once for each time. */
  readonly points: readonly KillPoint[];
  /** Requests beyond those of the uninterrupted run. */
  readonly repeatedRequests: number;
  readonly allowedRequests: number;
  /** Empty when everything is as it should be. */
  readonly violations: readonly string[];
  /** Of the command that finished the run. */
  readonly timing: Timing;
  /** Null when the run could not be finished. */
  readonly outcome: RunOutcome | null;
  /** Still there when something was violated. */
  readonly folder: string;
}

/** Violations of a trial that are printed. */
const MAX_SHOWN = 8;

/** The verdict on one line, and below it what was violated. */
export function formatReport(report: TrialReport): string {
  const { trial, momentKills, points, repeatedRequests, allowedRequests, violations } = report;
  const verdict = violations.length === 0 ? 'ok    ' : 'FAILED';
  const kills = `${momentKills + points.length} kills`;
  const requests = `${repeatedRequests} of at most ${allowedRequests} requests repeated`;
  const line = `${verdict} ${describeTrial(trial)}; ${kills}, ${requests}`;
  if (violations.length === 0) return line;
  const hidden = violations.length - MAX_SHOWN;
  return [
    line,
    ...violations.slice(0, MAX_SHOWN),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    `its folder: ${report.folder}`,
  ].join('\n       ');
}
