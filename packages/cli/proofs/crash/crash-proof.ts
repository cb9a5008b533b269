import { createTestWeb, type TestWeb } from '@sluice/testkit';
import { describeTrial, type Trial } from './plan-trials.ts';
import { runTrial, type Reference, type Timing, type TrialReport } from './run-trial.ts';
import { playSmallWeb } from './small-web.ts';

/** Runs trials against one web, each compared with the same uninterrupted run. */
export interface CrashProof extends AsyncDisposable {
  readonly reference: Reference;
  run(trial: Trial): Promise<TrialReport>;
}

export interface CrashProofOptions {
  /** Folder for the trials' folders; those of failed trials stay. */
  readonly scratch: string;
  /** Most workers of a trial. */
  readonly maxWorkers: number;
  readonly onReport: (report: TrialReport) => void;
}

/**
 * Starts the web and the uninterrupted run, and where there will be workers, one that is divided between
 * them: it must give the same.
 *
 * @throws Error when the uninterrupted run itself goes wrong
 */
export async function openCrashProof(options: CrashProofOptions): Promise<CrashProof> {
  const web = await createTestWeb();
  playSmallWeb(web);
  try {
    const plain = await runReference(web, options);
    const sharded = options.maxWorkers === 1 ? plain : await timeSharded(web, plain, options);
    return {
      reference: plain,
      async run(trial) {
        const { timing } = trial.shards === 1 ? plain : { timing: sharded.timing };
        const report = await runTrial(trial, { ...options, web, reference: plain, timing });
        options.onReport(report);
        return report;
      },
      [Symbol.asyncDispose]: () => web.close(),
    };
  } catch (error) {
    await web.close();
    throw error;
  }
}

const UNHURRIED: Timing = { startMs: 0, workMs: 0 };

async function runReference(
  web: TestWeb,
  { scratch, onReport }: CrashProofOptions,
): Promise<Reference> {
  const trial: Trial = { name: 'uninterrupted', shards: 1, lives: [], lastWorkers: 1 };
  const report = await runTrial(trial, { web, scratch, reference: null, timing: UNHURRIED });
  onReport(report);
  const { outcome, timing } = report;
  if (outcome === null) throw new Error(report.violations.join('\n'));
  return { outcome, timing, requests: web.counts() };
}

async function timeSharded(
  web: TestWeb,
  reference: Reference,
  { scratch, maxWorkers, onReport }: CrashProofOptions,
): Promise<TrialReport> {
  const name = `uninterrupted with ${maxWorkers} workers`;
  const trial: Trial = { name, shards: 4, lives: [], lastWorkers: maxWorkers };
  const report = await runTrial(trial, { web, scratch, reference, timing: UNHURRIED });
  onReport(report);
  return report;
}

/** The verdict on one line, and below it what was violated. */
export function formatReport(report: TrialReport): string {
  const { trial, kills, repeatedRequests, allowedRequests, violations, folder } = report;
  const verdict = violations.length === 0 ? 'ok    ' : 'FAILED';
  const requests = `${repeatedRequests} of at most ${allowedRequests} requests repeated`;
  const line = `${verdict} ${kills} kills, ${requests}; ${describeTrial(trial)}`;
  if (violations.length === 0) return line;
  const found = violations.slice(0, MAX_SHOWN).map((violation) => `       ${violation}`);
  const more =
    violations.length > MAX_SHOWN ? [`       and ${violations.length - MAX_SHOWN} more`] : [];
  return [line, ...found, ...more, `       its folder: ${folder}`].join('\n');
}

/** Violations of a trial that are printed. */
const MAX_SHOWN = 8;
