import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCrashProof, type CrashProof } from './crash-proof.ts';
import { planPointTrials, planRandomTrial } from './plan-trials.ts';
import { formatReport, type TrialReport } from './trial-report.ts';

const USAGE = `usage: pnpm crash [--count 200] [--seed N] [--workers 1,2,3] [--trial N]
kills runs at every named point and at COUNT random moments, resumes them, and compares them with an
uninterrupted run; --trial runs one random trial of a seed again`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    workers: { type: 'string', default: '1,2,3' },
    trial: { type: 'string' },
  },
});
const [count, seed] = [values.count, values.seed].map(Number) as [number, number];
const workers = values.workers.split(',').map(Number);
if (![count, seed, ...workers].every(Number.isInteger) || Math.min(...workers) < 1) {
  console.error(USAGE);
  process.exit(2);
}
process.exitCode = await prove();

/** Runs the proof and returns its exit code. */
async function prove(): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-crash-'));
  const reports: TrialReport[] = [];
  const onReport = (report: TrialReport): void => {
    reports.push(report);
    console.log(formatReport(report));
  };
  console.log(`seed ${seed}, ${count} kills at random moments, workers ${workers.join(', ')}`);
  await using proof = await openCrashProof({ scratch, maxWorkers: Math.max(...workers), onReport });
  if (values.trial === undefined) await runAll(proof, reports);
  else await proof.run(planRandomTrial(seed, Number(values.trial), workers));
  printSummary(reports);
  const hasFailed = reports.some(({ violations }) => violations.length > 0);
  if (!hasFailed) await rmdir(scratch);
  return hasFailed ? 1 : 0;
}

async function runAll(proof: CrashProof, reports: readonly TrialReport[]): Promise<void> {
  if (workers.includes(1)) for (const trial of planPointTrials(seed)) await proof.run(trial);
  for (let number = 1; sum(reports, ({ momentKills }) => momentKills) < count; number += 1) {
    await proof.run(planRandomTrial(seed, number, workers));
  }
}

function printSummary(reports: readonly TrialReport[]): void {
  const points = new Set(reports.flatMap((report) => report.points));
  const repeated = reports.map(({ repeatedRequests }) => repeatedRequests);
  const failed = reports.filter(({ violations }) => violations.length > 0);
  const rows = [
    ['trials', reports.length],
    ['kills at random moments', sum(reports, ({ momentKills }) => momentKills)],
    ['kills at named points', sum(reports, (report) => report.points.length)],
    ['named points covered', points.size],
    ['requests repeated', sum(reports, ({ repeatedRequests }) => repeatedRequests)],
    ['requests repeated, allowed', sum(reports, ({ allowedRequests }) => allowedRequests)],
    ['requests repeated in one trial, at most', Math.max(...repeated)],
    ['trials failed', failed.length],
  ] as const;
  console.log();
  for (const [name, value] of rows) console.log(`${name.padEnd(42)}${String(value).padStart(7)}`);
  for (const { trial } of failed) console.log(`failed: ${trial.name} of seed ${seed}`);
}

function sum(reports: readonly TrialReport[], of: (report: TrialReport) => number): number {
  return reports.reduce((total, report) => total + of(report), 0);
}
