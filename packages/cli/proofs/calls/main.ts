import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatCallReport, openCallProof, type CallReport } from './call-proof.ts';
import { planCallPoints, planRandomCallTrial, type CallTrial } from './plan-call-trials.ts';

const USAGE = `usage: pnpm crash:calls [--count 100] [--seed N]
kills runs that ask a model at every point of a call and at COUNT random moments, and holds what the
server answered against what is on disk and against the budget`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [count, seed] = [values.count, values.seed].map(Number) as [number, number];
if (![count, seed].every(Number.isInteger)) {
  console.error(USAGE);
  process.exit(2);
}
process.exitCode = await prove();

/** Runs the proof and returns its exit code. */
async function prove(): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-calls-'));
  await using proof = await openCallProof(scratch);
  const reports: CallReport[] = [];
  const run = async (trial: CallTrial) => {
    const report = await proof.run(trial);
    reports.push(report);
    console.log(formatCallReport(report));
    return report.kills;
  };
  console.log(`seed ${seed}, ${count} kills at random moments`);
  if (count > 0) for (const trial of [...planCallPoints(1), ...planCallPoints(4)]) await run(trial);
  let kills = 0;
  for (let number = 1; kills < count; number += 1) {
    kills += await run(planRandomCallTrial(seed, number));
  }
  const failed = reports.filter(({ violations }) => violations.length > 0).length;
  const repeated = reports.reduce((sum, report) => sum + report.repeated, 0);
  console.log(
    `${reports.length} trials, ${reports.reduce((sum, report) => sum + report.kills, 0)} kills, ` +
      `${repeated} calls repeated that were out at a kill, ${failed} trials failed`,
  );
  if (failed === 0) await rmdir(scratch);
  return failed === 0 ? 0 : 1;
}
