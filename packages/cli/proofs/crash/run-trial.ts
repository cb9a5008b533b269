import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listRunIds, runFolder, type KillPoint } from '@sluice/core';
import type { TestWeb } from '@sluice/testkit';
import { checkRunEvidence } from '../read-run-evidence.ts';
import { findLost, findRepeated } from './check-entries.ts';
import { CONCURRENCY, enrichArguments } from './enrich-arguments.ts';
import { EnrichProcess, type EnrichEnd } from './enrich-process.ts';
import type { Kill, Life, MomentKill, PointKill, Trial } from './plan-trials.ts';
import { readEntries, type StoredEntry } from './read-entries.ts';
import { findDifferences, readOutcome, type RunOutcome } from './read-outcome.ts';
import { SMALL_ROWS, smallDataset } from './small-web.ts';
import type { Reference, Timing, TrialReport } from './trial-report.ts';

/** Share of the time of a whole run that a command takes although all records are done. */
const SHARE_OF_MERGING = 0.3;
/** Kills fall into this share of the expected time: later ones would often find the run finished. */
const SHARE_OF_WORK = 0.8;

export interface TrialOptions {
  /** Plays the websites; its counts are those of this trial alone. */
  readonly web: TestWeb;
  /** Gets the trial's folder, which goes unless something was violated. */
  readonly scratch: string;
  /** What to compare with; null for the run that others are compared with. */
  readonly reference: Reference | null;
  /** Of an uninterrupted run: when kills are due. */
  readonly timing: Timing;
}

/** Kills a run as planned, lets it finish, and checks that nothing was lost, repeated or changed. */
export async function runTrial(trial: Trial, options: TrialOptions): Promise<TrialReport> {
  const folder = join(options.scratch, trial.name.replaceAll(/\W+/g, '-'));
  await mkdir(folder);
  await writeFile(join(folder, 'companies.csv'), smallDataset());
  options.web.reset();
  const report = await new TrialRun(trial, folder, options).run();
  if (report.violations.length === 0) await rm(folder, { recursive: true });
  return report;
}

class TrialRun {
  readonly #trial: Trial;
  readonly #folder: string;
  readonly #options: TrialOptions;
  readonly #violations: string[] = [];
  readonly #points: KillPoint[] = [];
  #momentKills = 0;
  #allowedRequests = 0;
  #entries: readonly StoredEntry[] = [];

  constructor(trial: Trial, folder: string, options: TrialOptions) {
    this.#trial = trial;
    this.#folder = folder;
    this.#options = options;
  }

  async run(): Promise<TrialReport> {
    const { exitCode, signal, output, startMs, elapsedMs } = await this.#live();
    if (exitCode !== 0) {
      this.#violations.push(`the command ended with ${signal ?? exitCode}:\n${output}`);
    }
    const outcome = exitCode === 0 ? await this.#check() : null;
    return {
      trial: this.#trial,
      momentKills: this.#momentKills,
      points: this.#points,
      repeatedRequests: this.#repeatedRequests(),
      allowedRequests: this.#allowedRequests,
      violations: this.#violations,
      timing: { startMs, workMs: elapsedMs - startMs },
      outcome,
      folder: this.#folder,
    };
  }

  /** Starts and kills the command as planned, until it comes to an end by itself. */
  async #live(): Promise<EnrichEnd> {
    for (const life of this.#trial.lives) {
      const end = await this.#liveOnce(life);
      if (end.signal !== 'SIGKILL') return end;
    }
    return this.#start(this.#trial.lastWorkers).finished;
  }

  #start(workers: number, kill?: Kill): EnrichProcess {
    const { shards } = this.#trial;
    const further = ['--workers', String(workers)];
    if (shards > 1) further.push('--shards', String(shards));
    return new EnrichProcess(enrichArguments(this.#options.web, further), {
      cwd: this.#folder,
      ...(kill?.kind === 'point' && { killAt: `${kill.point}#${kill.pass}` }),
    });
  }

  async #liveOnce({ workers, kill }: Life): Promise<EnrichEnd> {
    const enrich = this.#start(workers, kill);
    const hitWorker = kill.kind === 'moment' && (await this.#killAtMoment(enrich, kill));
    const end = await enrich.finished;
    await enrich.gone();
    const found = await this.#lookAtDisk();
    if (kill.kind === 'point') this.#notePoint(kill, end, found);
    const killed = hitWorker ? 1 : end.signal === 'SIGKILL' ? workers : 0;
    if (kill.kind === 'moment' && killed > 0) this.#momentKills += 1;
    this.#allowedRequests += killed * CONCURRENCY * this.#requestsPerRecord();
    return end;
  }

  /** Returns whether it was a worker that was killed. */
  async #killAtMoment(
    enrich: EnrichProcess,
    { phase, fraction, target }: MomentKill,
  ): Promise<boolean> {
    const { startMs, workMs } = this.#options.timing;
    if (phase === 'work') await enrich.named();
    const dueInMs = fraction * (phase === 'start' ? startMs : workMs * this.#shareOfWork());
    await Promise.race([delay(dueInMs), enrich.finished]);
    if (target === 'worker') return enrich.killWorker();
    if (target === 'group') enrich.signalGroup('SIGKILL');
    else enrich.killParent();
    return false;
  }

  /** How much of an uninterrupted run's work a kill may wait for. */
  #shareOfWork(): number {
    const left = 1 - countRecords(this.#entries) / SMALL_ROWS;
    return SHARE_OF_WORK * Math.max(SHARE_OF_MERGING, left);
  }

  /** @param found - records that the life left on disk beyond those before it */
  #notePoint({ point, pass }: PointKill, end: EnrichEnd, found: number): void {
    if (end.signal === 'SIGKILL') this.#points.push(point);
    else if (!this.#points.includes(point)) {
      this.#violations.push(`the command never came by \`${point}\`:\n${end.output}`);
    }
    const acknowledged = point === 'record:acknowledged' && end.signal === 'SIGKILL' ? pass : 0;
    if (found < acknowledged) {
      this.#violations.push(`${acknowledged} records were acknowledged, ${found} are on disk`);
    }
  }

  /** What was on disk before must be there still. Returns how many records are new. */
  async #lookAtDisk(): Promise<number> {
    const entries = await readEntries(join(this.#folder, 'state'));
    this.#violations.push(...findLost(this.#entries, entries));
    const found = countRecords(entries) - countRecords(this.#entries);
    this.#entries = entries;
    return found;
  }

  async #check(): Promise<RunOutcome> {
    const { reference } = this.#options;
    await this.#lookAtDisk();
    this.#violations.push(...findRepeated(this.#entries));
    const outcome = await readOutcome(join(this.#folder, 'out'));
    if (reference !== null) this.#violations.push(...findDifferences(outcome, reference.outcome));
    const repeated = this.#repeatedRequests();
    if (repeated > this.#allowedRequests) {
      this.#violations.push(`${repeated} requests were repeated, ${this.#allowedRequests} allowed`);
    }
    await this.#checkEvidence();
    return outcome;
  }

  async #checkEvidence(): Promise<void> {
    const root = join(this.#folder, 'state');
    const latest = (await listRunIds(root)).at(-1)!;
    const evidence = await checkRunEvidence(runFolder(root, latest), join(this.#folder, 'out'));
    if (evidence.rows === 0) this.#violations.push('there is no evidence');
    this.#violations.push(...evidence.broken);
  }

  #repeatedRequests(): number {
    const { web, reference } = this.#options;
    if (reference === null) return 0;
    return Math.max(0, web.counts().requests - reference.requests.requests);
  }

  /** At most, in the uninterrupted run. */
  #requestsPerRecord(): number {
    const hosts = Object.values(this.#options.reference?.requests.byHost ?? {});
    return Math.max(0, ...hosts.map(({ requests }) => requests));
  }
}

function countRecords(entries: readonly StoredEntry[]): number {
  return entries.filter(({ kind }) => kind === 'record').length;
}
