import { expect, test } from 'vitest';
import { makeTempFolder } from '@sluice/testkit';
import { checkSoak } from './check-soak.ts';
import { planEveryKind } from './plan-soak.ts';
import { runSoak } from './run-soak.ts';
import { formatSoak } from './soak-report.ts';
import { shortSoak } from './soak-settings.ts';

/** Two commands, and a web in a process of its own; some sites take seconds to fail. */
const TIMEOUT_MS = 240_000;

test(
  'sites that fail in every way there is end as scripted, and are not asked again',
  async () => {
    await using folder = await makeTempFolder('sluice-soak-');
    const plan = planEveryKind(12);
    const outcome = await runSoak({ plan, folder: folder.path, workers: 1, ...shortSoak });
    const verdict = checkSoak(plan, outcome);
    if (verdict.violations.length > 0) throw new Error(formatSoak(plan, outcome, verdict));
    expect(outcome.evidence.rows).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
