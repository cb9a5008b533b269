import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listRunIds, runFolder } from '@sluice/core';
import { createModelServer, type ModelCall, type ModelServer } from '@sluice/testkit';
import { sample } from '../../src/prepare/sample.ts';
import { readingModel } from '../../src/testing/reading-model.ts';
import { EnrichProcess, type EnrichEnd } from '../crash/enrich-process.ts';
import { findDifferences, readOutcome, type RunOutcome } from '../crash/read-outcome.ts';
import { checkRunEvidence } from '../read-run-evidence.ts';
import type { CallLife, CallTrial } from './plan-call-trials.ts';
import { countWorkerDeaths } from './count-worker-deaths.ts';
import { readKeptCalls } from './read-kept-calls.ts';

/** Records in work at a time in each process: as many calls may be out when it is killed. */
const CONCURRENCY = 4;
/** Before every answer, in milliseconds: calls are out most of the time. */
const LATENCY_MS = 60;
const MODEL = 'gpt-5-mini';
/** Of every call, whatever its words: so that what was paid is the number of answers. */
const USAGE = { promptTokens: 1_000, cachedTokens: 0, completionTokens: 1_000 };
/** At the list price of the model. */
const CALL_USD = (USAGE.promptTokens * 0.25 + USAGE.completionTokens * 2) / 1e6;
const SHARDS = 4;
/** Exit codes of a run that is complete, and of one that can go on. */
const [COMPLETE, RESUMABLE] = [0, 3];

/** What a trial came to. */
export interface CallReport {
  readonly trial: CallTrial;
  readonly kills: number;
  /** Calls that the server answered beyond those of an uninterrupted run, and how many it may. */
  readonly repeated: number;
  readonly allowed: number;
  /** Points at which it was killed. */
  readonly points: readonly string[];
  readonly violations: readonly string[];
}

/** Runs trials on the sample against a model server that counts what it answers. */
export interface CallProof extends AsyncDisposable {
  run(trial: CallTrial): Promise<CallReport>;
}

/** @param scratch - folder for the trials' folders; those of failed trials stay */
export async function openCallProof(scratch: string): Promise<CallProof> {
  const server = await createModelServer({
    models: [MODEL],
    latencyMs: LATENCY_MS,
    script: (call) => ({ ...readingModel(call), usage: USAGE }),
  });
  try {
    const reference = new CallTrialRun(
      { name: 'uninterrupted', lives: [], lastWorkers: 1, budgetShare: null },
      { server, scratch, expected: null },
    );
    const report = await reference.run();
    const { outcome } = reference;
    if (outcome === null || report.violations.length > 0) {
      throw new Error(`the uninterrupted run went wrong: ${report.violations.join('\n')}`);
    }
    const expected = { outcome, calls: server.tally().answered };
    return {
      run: (trial) => new CallTrialRun(trial, { server, scratch, expected }).run(),
      [Symbol.asyncDispose]: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

interface TrialOptions {
  readonly server: ModelServer;
  readonly scratch: string;
  /** Of the uninterrupted run; null for that run itself. */
  readonly expected: { readonly outcome: RunOutcome; readonly calls: number } | null;
}

class CallTrialRun {
  readonly #trial: CallTrial;
  readonly #options: TrialOptions;
  readonly #folder: string;
  readonly #violations: string[] = [];
  readonly #points: string[] = [];
  /** Prompts whose answers were on disk at a kill. */
  readonly #acknowledged = new Set<string>();
  #kills = 0;
  #workerDeaths = 0;
  #allowed = 0;
  outcome: RunOutcome | null = null;

  constructor(trial: CallTrial, options: TrialOptions) {
    this.#trial = trial;
    this.#options = options;
    this.#folder = join(options.scratch, trial.name.replaceAll(/\W+/g, '-'));
  }

  async run(): Promise<CallReport> {
    await mkdir(this.#folder);
    this.#options.server.reset();
    for (const life of this.#trial.lives) await this.#live(life);
    await this.#finish();
    if (this.#violations.length === 0) await rm(this.#folder, { recursive: true });
    const { expected, server } = this.#options;
    return {
      trial: this.#trial,
      kills: this.#kills,
      repeated: expected === null ? 0 : server.tally().answered - expected.calls,
      allowed: this.#allowed,
      points: this.#points,
      violations: this.#violations,
    };
  }

  async #live(life: CallLife): Promise<void> {
    const { server } = this.#options;
    const before = server.tally().received;
    const enrich = this.#start(life.workers, this.#budgetUsd, killAtOf(life));
    if (life.kind === 'moment') {
      await Promise.race([server.received(before + life.calls), enrich.finished]);
      await Promise.race([delay(life.afterMs), enrich.finished]);
      enrich.signalGroup('SIGKILL');
    }
    const end = await enrich.finished;
    await enrich.gone();
    this.#checkAsked(server.calls().slice(before));
    // A worker that dies is replaced, and its successor comes by the same point again.
    const died = await this.#countNewDeaths();
    const isKilled = end.signal === 'SIGKILL';
    if (!isKilled && died === 0) return;
    this.#kills += died + (isKilled ? 1 : 0);
    if (life.kind === 'point') this.#points.push(life.point);
    // A killed command takes the workers along that it has then.
    await this.#lookAtDisk(died + (isKilled ? life.workers : 0));
  }

  /** Of workers, since the last call. */
  async #countNewDeaths(): Promise<number> {
    const before = this.#workerDeaths;
    this.#workerDeaths = await countWorkerDeaths(join(this.#folder, 'state'));
    return this.#workerDeaths - before;
  }

  /** What is on disk will not be asked for again; what is not may be, if it was out. */
  async #lookAtDisk(processes: number): Promise<void> {
    const { server } = this.#options;
    const calls = server.calls();
    const kept = await readKeptCalls(join(this.#folder, 'state'));
    const lost = calls.filter((call) => !kept.has(call.number) && !this.#isKnown(call));
    for (const number of kept) this.#acknowledged.add(promptOf(calls[number - 1]!));
    this.#allowed += processes * CONCURRENCY;
    if (lost.length > this.#allowed) {
      this.#violations.push(`${lost.length} calls were lost, ${this.#allowed} could be out`);
    }
    this.#checkMoney();
  }

  #isKnown(call: ModelCall): boolean {
    return this.#acknowledged.has(promptOf(call));
  }

  #checkAsked(calls: readonly ModelCall[]): void {
    const again = calls.filter((call) => this.#isKnown(call));
    if (again.length > 0) {
      this.#violations.push(`${again.length} calls were made although their answers were on disk`);
    }
  }

  #checkMoney(): void {
    const budgetUsd = this.#budgetUsd;
    const paidUsd = this.#options.server.tally().answered * CALL_USD;
    if (budgetUsd !== null && paidUsd > budgetUsd) {
      this.#violations.push(`$${paidUsd} were paid of a budget of $${budgetUsd}`);
    }
  }

  /** With a budget it has to stop before it passes it; then it gets the rest. */
  async #finish(): Promise<void> {
    const { server, expected } = this.#options;
    const { lastWorkers } = this.#trial;
    let before = server.tally().received;
    if (this.#budgetUsd !== null) {
      const stopped = await this.#start(lastWorkers, this.#budgetUsd).finished;
      this.#checkMoney();
      this.#checkAsked(server.calls().slice(before));
      if (stopped.exitCode !== RESUMABLE) this.#violations.push(ended('with a budget', stopped));
      before = server.tally().received;
      const kept = await readKeptCalls(join(this.#folder, 'state'));
      for (const number of kept) this.#acknowledged.add(promptOf(server.calls()[number - 1]!));
    }
    const end = await this.#start(lastWorkers, null).finished;
    this.#checkAsked(server.calls().slice(before));
    if (end.exitCode !== COMPLETE) return void this.#violations.push(ended('at last', end));
    const out = join(this.#folder, 'out');
    this.outcome = await readOutcome(out);
    if (expected !== null) {
      this.#violations.push(...findDifferences(this.outcome, expected.outcome));
      const repeated = server.tally().answered - expected.calls;
      if (repeated > this.#allowed) {
        this.#violations.push(
          `${repeated} answers were paid twice, ${this.#allowed} were out at kills`,
        );
      }
    }
    await this.#checkEvidence(out);
  }

  async #checkEvidence(out: string): Promise<void> {
    const root = join(this.#folder, 'state');
    const latest = (await listRunIds(root)).at(-1)!;
    const evidence = await checkRunEvidence(runFolder(root, latest), out);
    if (evidence.rows === 0) this.#violations.push('there is no evidence');
    this.#violations.push(...evidence.broken);
  }

  get #budgetUsd(): number | null {
    const { budgetShare } = this.#trial;
    const { expected } = this.#options;
    return budgetShare === null || expected === null
      ? null
      : budgetShare * expected.calls * CALL_USD;
  }

  #start(workers: number, budgetUsd: number | null, killAt = ''): EnrichProcess {
    const options: Record<string, string> = {
      '--replay': sample.pages,
      '--name': sample.name,
      '--delay': '0',
      '--concurrency': String(CONCURRENCY),
      '--shards': String(SHARDS),
      '--workers': String(workers),
      '--state': 'state',
      '--out': 'out',
      '--reports': 'reports',
      '--format': 'jsonl',
      '--model': MODEL,
      '--model-url': this.#options.server.url,
      ...(budgetUsd !== null && { '--budget-usd': String(budgetUsd) }),
    };
    const words = [sample.dataset, ...Object.entries(options).flat()];
    return new EnrichProcess(words, { cwd: this.#folder, killAt });
  }
}

function killAtOf(life: CallLife): string {
  return life.kind === 'point' ? `${life.point}#${life.pass}` : '';
}

function promptOf({ messages }: ModelCall): string {
  return JSON.stringify(messages);
}

function ended(when: string, { exitCode, signal, output }: EnrichEnd): string {
  return `the command ended with ${signal ?? exitCode} ${when}:\n${output}`;
}

/** A trial on one line, with what went wrong below. */
export function formatCallReport(report: CallReport): string {
  const { trial, kills, repeated, allowed, violations } = report;
  const lives = trial.lives.map((life) =>
    life.kind === 'point'
      ? `${life.point}#${life.pass} of ${life.workers}`
      : `${life.calls} calls + ${life.afterMs} ms of ${life.workers}`,
  );
  const verdict = violations.length === 0 ? 'ok  ' : 'FAIL';
  const words = `${verdict} ${trial.name}: ${kills} kills (${lives.join(', ')}), ${repeated} calls repeated of ${allowed} allowed`;
  return [words, ...violations.map((violation) => `     ${violation}`)].join('\n');
}
