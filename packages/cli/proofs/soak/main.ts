import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkSoak } from './check-soak.ts';
import { planSoak } from './plan-soak.ts';
import { runSoak } from './run-soak.ts';
import { formatSoak } from './soak-report.ts';
import { fullSoak } from './soak-settings.ts';

const USAGE = `usage: pnpm soak [--records 5000] [--seed N] [--workers 1] [--browser never|auto]
enriches so many websites, a third of which misbehave in every way the test web knows, and checks that
every record ends as scripted, that nothing is done twice and that memory does not grow`;

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    workers: { type: 'string', default: '1' },
    browser: { type: 'string', default: 'never' },
  },
});
const [records, seed, workers] = [values.records, values.seed, values.workers].map(Number) as [
  number,
  number,
  number,
];
if (![records, seed, workers].every(Number.isInteger) || Math.min(records, workers) < 1) {
  console.error(USAGE);
  process.exit(2);
}
process.exitCode = await soak();

/** Runs the soak and returns its exit code. */
async function soak(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-soak-'));
  console.log(`seed ${seed}, ${records} records, ${workers} workers, browser ${values.browser}`);
  console.log(`how far it is: pnpm enrich status --state ${join(folder, 'state')}`);
  const plan = planSoak(records, seed);
  const { options, timeoutMs } = fullSoak;
  const outcome = await runSoak({
    plan,
    folder,
    workers,
    timeoutMs,
    options: { ...options, '--browser': values.browser },
  });
  const verdict = checkSoak(plan, outcome);
  console.log(formatSoak(plan, outcome, verdict));
  if (verdict.violations.length === 0) await rm(folder, { recursive: true });
  else console.log(`its folder: ${folder}`);
  return verdict.violations.length === 0 ? 0 : 1;
}
