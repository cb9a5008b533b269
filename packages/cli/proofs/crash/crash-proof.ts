import { createTestWeb, type TestWeb } from '@sluice/testkit';
import { SHARDS, type Trial } from './plan-trials.ts';
import { runTrial } from './run-trial.ts';
import { playSmallWeb } from './small-web.ts';
import type { Reference, Timing, TrialReport } from './trial-report.ts';

/** Runs trials against one web, each compared with the same uninterrupted run. */
export interface CrashProof extends AsyncDisposable {
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
    const reference = await runReference(web, options);
    const sharded =
      options.maxWorkers === 1 ? reference : await runSharded(web, reference, options);
    return {
      async run(trial) {
        const { timing } = trial.shards === 1 ? reference : sharded;
        const report = await runTrial(trial, { ...options, web, reference, timing });
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

/** An uninterrupted run has no kills to time. */
const NO_TIMING: Timing = { startMs: 0, workMs: 0 };

async function runReference(
  web: TestWeb,
  { scratch, onReport }: CrashProofOptions,
): Promise<Reference> {
  const trial: Trial = { name: 'uninterrupted', shards: 1, lives: [], lastWorkers: 1 };
  const report = await runTrial(trial, { web, scratch, reference: null, timing: NO_TIMING });
  onReport(report);
  const { outcome, timing, violations } = report;
  if (outcome === null || violations.length > 0)
    throw new Error('the uninterrupted run went wrong');
  return { outcome, timing, requests: web.counts() };
}

async function runSharded(
  web: TestWeb,
  reference: Reference,
  { scratch, maxWorkers, onReport }: CrashProofOptions,
): Promise<TrialReport> {
  const name = `uninterrupted, ${maxWorkers} workers`;
  const trial: Trial = { name, shards: SHARDS, lives: [], lastWorkers: maxWorkers };
  const report = await runTrial(trial, { web, scratch, reference, timing: NO_TIMING });
  onReport(report);
  return report;
}
