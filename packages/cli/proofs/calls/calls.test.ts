import { callKillPoints } from '@sluice/core';
import { makeTempFolder } from '@sluice/testkit';
import { expect, test } from 'vitest';
import { formatCallReport, openCallProof } from './call-proof.ts';
import { planShortCallTrials } from './plan-call-trials.ts';

/** Some ten starts of the command, a second or two each. */
const TIMEOUT_MS = 240_000;

test(
  'a run that is killed at every point of a call pays for no kept answer again, and keeps its budget',
  async () => {
    await using scratch = await makeTempFolder('sluice-calls-');
    await using proof = await openCallProof(scratch.path);
    const points: string[] = [];
    for (const trial of planShortCallTrials()) {
      const report = await proof.run(trial);
      if (report.violations.length > 0) throw new Error(formatCallReport(report));
      points.push(...report.points);
    }
    expect(points.toSorted()).toEqual([...callKillPoints].toSorted());
  },
  TIMEOUT_MS,
);
