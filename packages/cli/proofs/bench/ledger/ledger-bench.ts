import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder } from '@sluice/testkit';
import { medians } from '../measure/median.ts';
import type { Usage } from '../measure/measure-usage.ts';
import { runChild } from '../measure/run-child.ts';
import type { AppendAnswer, AppendTask } from './append-results.ts';

export interface LedgerBenchOptions {
  /** Of one kilobyte each. */
  readonly results: number;
  /** Times that both sides run, alternately. */
  readonly rounds: number;
}

/** Medians over the rounds. */
export interface LedgerBenchResult {
  readonly ledgerPerSecond: number;
  readonly barePerSecond: number;
  /** Ledger ÷ bare: of the results a second. */
  readonly ratio: number;
  /** Journals of one round that became Parquet files. */
  readonly seals: number;
  readonly peakRssBytes: number;
}

/**
 * Times appends of the ledger, sealing to Parquet included, against lines of JSON appended to a file with
 * an fsync every 100.
 *
 * @throws Error when the ledger did not acknowledge every result
 */
export async function benchLedger(options: LedgerBenchOptions): Promise<LedgerBenchResult> {
  await using scratch = await makeTempFolder();
  const figures: LedgerBenchResult[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const folder = join(scratch.path, `round-${round}`);
    await mkdir(folder);
    figures.push(await runRound({ folder, results: options.results }));
  }
  return medians(figures);
}

async function runRound(task: AppendTask): Promise<LedgerBenchResult> {
  const bare = await runChild<Usage>(new URL('append-bare.ts', import.meta.url), task);
  const ledger = await runChild<AppendAnswer>(new URL('append-results.ts', import.meta.url), task);
  if (ledger.acknowledged !== task.results) {
    throw new Error(`only ${ledger.acknowledged} of ${task.results} results were acknowledged`);
  }
  return {
    ledgerPerSecond: (task.results / ledger.elapsedMs) * 1_000,
    barePerSecond: (task.results / bare.elapsedMs) * 1_000,
    ratio: bare.elapsedMs / ledger.elapsedMs,
    seals: ledger.seals,
    peakRssBytes: ledger.peakRssBytes,
  };
}
