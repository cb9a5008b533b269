import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeTempFolder, startTestWebProcess } from '@sluice/testkit';
import { runChild } from '../measure/run-child.ts';
import { LATENCY_MS, type PhaseAnswer, type PhaseTask } from './phase-task.ts';

export interface AdaptBenchOptions {
  /** Requests that the server can answer at once, phase by phase. */
  readonly capacities: readonly number[];
  /** Fixed concurrencies to compare with. */
  readonly fixed: readonly number[];
  /** From a change of the capacity until the phase is measured, and how long it is. */
  readonly settlingMs: number;
  readonly measuredMs: number;
}

export interface AdaptBenchResult {
  readonly phases: readonly PhaseResult[];
  /** Refused ÷ all requests of `auto`, while it settled included. */
  readonly refusedShare: number;
  /** Records that `auto` gave up. */
  readonly lost: number;
}

interface PhaseResult {
  readonly capacity: number;
  readonly autoPerSecond: number;
  /** Of the fixed concurrency that did most in this phase. */
  readonly bestPerSecond: number;
  readonly bestConcurrency: number;
  readonly ratio: number;
}

/** Runs with `--concurrency auto` and with fixed ones against a server whose capacity changes. */
export async function benchAdapt(options: AdaptBenchOptions): Promise<AdaptBenchResult> {
  const { capacities, fixed, settlingMs, measuredMs } = options;
  await using scratch = await makeTempFolder();
  await using web = await startTestWebProcess({
    script: fileURLToPath(new URL('capacity-web.ts', import.meta.url)),
    keepsRequests: false,
  });
  const { originPort } = web;
  const dataset = join(scratch.path, 'websites.csv');
  await writeFile(dataset, websites(options, originPort).join('\n'));
  const run = (concurrency: PhaseTask['concurrency']) =>
    runChild<PhaseAnswer>(new URL('run-phases.ts', import.meta.url), {
      dataset,
      folder: join(scratch.path, String(concurrency)),
      originPort,
      concurrency,
      capacities,
      settlingMs,
      measuredMs,
    } satisfies PhaseTask);
  const rivals: (PhaseAnswer & { concurrency: number })[] = [];
  for (const concurrency of fixed) rivals.push({ ...(await run(concurrency)), concurrency });
  const auto = await run('auto');
  const phases = capacities.map((capacity, phase): PhaseResult => {
    const best = rivals.toSorted((a, b) => b.perSecond[phase]! - a.perSecond[phase]!)[0]!;
    const autoPerSecond = auto.perSecond[phase]!;
    const bestPerSecond = best.perSecond[phase]!;
    const ratio = autoPerSecond / bestPerSecond;
    return { capacity, autoPerSecond, bestPerSecond, bestConcurrency: best.concurrency, ratio };
  });
  const { answered, refused, lost } = auto;
  return { phases, refusedShare: refused / (answered + refused), lost };
}

/** More than the server can answer in the time, refusals of the largest concurrency included. */
function websites(options: AdaptBenchOptions, port: number): string[] {
  const { capacities, fixed, settlingMs, measuredMs } = options;
  const seconds = (capacities.length * (settlingMs + measuredMs)) / 1_000;
  const perSecond = (Math.max(...capacities) / LATENCY_MS) * 1_000 + Math.max(...fixed) * 10;
  const rows = Math.ceil(seconds * perSecond);
  return ['website', ...Array.from({ length: rows }, (_, n) => `http://site${n}.test:${port}/`)];
}
