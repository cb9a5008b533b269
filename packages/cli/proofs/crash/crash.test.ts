import { expect, test } from 'vitest';
import { killPoints } from '@sluice/core';
import { makeTempFolder } from '@sluice/testkit';
import { openCrashProof } from './crash-proof.ts';
import { planShortTrials } from './plan-trials.ts';
import { formatReport, type TrialReport } from './trial-report.ts';

/** Some twenty-five starts of the command, a second or two each. */
const TIMEOUT_MS = 240_000;

test(
  'a run that is killed at every named point, and in between, ends as if nothing had happened',
  async () => {
    await using scratch = await makeTempFolder('sluice-crash-');
    const reports: TrialReport[] = [];
    const onReport = (report: TrialReport): void => void reports.push(report);
    await using proof = await openCrashProof({ scratch: scratch.path, maxWorkers: 1, onReport });
    for (const trial of planShortTrials(20_261_122)) {
      const report = await proof.run(trial);
      if (report.violations.length > 0) throw new Error(formatReport(report));
    }
    const points = new Set(reports.flatMap((report) => report.points));
    expect([...points].toSorted()).toEqual([...killPoints].toSorted());
  },
  TIMEOUT_MS,
);
