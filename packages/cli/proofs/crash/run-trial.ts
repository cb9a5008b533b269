import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listRunIds, runFolder, type KillPoint } from '@sluice/core';
import type { TestWeb, TestWebCounts } from '@sluice/testkit';
import { checkRunEvidence } from '../read-run-evidence.ts';
import { findLost, findRepeated } from './check-entries.ts';
import { EnrichProcess, type EnrichEnd } from './enrich-process.ts';
import type { Kill, Life, MomentKill, PointKill, Trial } from './plan-trials.ts';
import { readEntries, type StoredEntry } from './read-entries.ts';
import { findDifferences, readOutcome, type RunOutcome } from './read-outcome.ts';
import { SMALL_ROWS, smallDataset } from './small-web.ts';

/** Records in work at a time in each process; small, so that the bound on requests is tight. */
const CONCURRENCY = 4;
/** Share of the time of a whole run that a command takes although all records are done. */
const SHARE_OF_MERGING = 0.3;

/** What an uninterrupted run came to. */
export interface Reference {
  readonly outcome: RunOutcome;
  readonly requests: TestWebCounts;
  readonly timing: Timing;
}

/** How long a command took, in milliseconds. */
export interface Timing {
  /** Until it said which run it works on. */
  readonly startMs: number;
  /** From there to its end. */
  readonly workMs: number;
}

export interface TrialOptions {
  /** Plays the websites; its counts are those of this trial alone. */
  readonly web: TestWeb;
  /** Gets the trial's folder, which goes unless something was violated. */
  readonly scratch: string;
  /** What to compare with; null for the run that others are compared with. */
  readonly reference: Reference | null;
  /** When kills are due. */
  readonly timing: Timing;
}

export interface TrialReport {
  readonly trial: Trial;
  /** Kills that met a living process. */
  readonly kills: number;
  /** How many of them were at random moments. */
  readonly momentKills: number;
  readonly points: readonly KillPoint[];
  /** Requests beyond those of the uninterrupted run. */
  readonly repeatedRequests: number;
  readonly allowedRequests: number;
  readonly violations: readonly string[];
  /** Of the last command. */
  readonly timing: Timing;
  readonly outcome: RunOutcome | null;
  readonly folder: string;
}

/** Kills a run as planned, lets it finish, and checks that nothing was lost, repeated or changed. */
export async function runTrial(trial: Trial, options: TrialOptions): Promise<TrialReport> {
  const folder = join(options.scratch, trial.name.replaceAll(/\W+/g, '-'));
  await mkdir(folder);
  await writeFile(join(folder, 'companies.csv'), smallDataset());
  options.web.reset();
  const run = new TrialRun(trial, folder, options);
  await run.live();
  const report = await run.report();
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
  #end: EnrichEnd | null = null;

  constructor(trial: Trial, folder: string, options: TrialOptions) {
    this.#trial = trial;
    this.#folder = folder;
    this.#options = options;
  }

  /** Starts and kills the command as planned, and lets it finish at last. */
  async live(): Promise<void> {
    for (const life of this.#trial.lives) {
      const end = await this.#liveOnce(life);
      if (end.signal !== 'SIGKILL') return this.#finishedWith(end);
    }
    const last = this.#start(this.#trial.lastWorkers);
    this.#finishedWith(await last.finished);
  }

  async report(): Promise<TrialReport> {
    const outcome = this.#violations.length === 0 ? await this.#check() : null;
    const { startMs, elapsedMs } = this.#end!;
    return {
      trial: this.#trial,
      kills: this.#momentKills + this.#points.length,
      momentKills: this.#momentKills,
      points: this.#points,
      repeatedRequests: this.#repeatedRequests(),
      allowedRequests: this.#allowedRequests,
      violations: this.#violations,
      timing: { startMs: startMs ?? elapsedMs, workMs: elapsedMs - (startMs ?? elapsedMs) },
      outcome,
      folder: this.#folder,
    };
  }

  #start(workers: number, kill?: Kill): EnrichProcess {
    const { web } = this.#options;
    const shards = this.#trial.shards === 1 ? [] : ['--shards', String(this.#trial.shards)];
    return new EnrichProcess(
      [
        'companies.csv',
        ...['--proxy', web.proxyUrl, '--delay', '0', '--concurrency', String(CONCURRENCY)],
        ...['--state', 'state', '--out', 'out', '--reports', 'reports', '--format', 'jsonl'],
        ...['--workers', String(workers), ...shards],
      ],
      { cwd: this.#folder, ...(kill?.kind === 'point' && { killAt: kill }) },
    );
  }

  async #liveOnce(life: Life): Promise<EnrichEnd> {
    const { workers, kill } = life;
    const enrich = this.#start(workers, kill);
    const killedWorker = kill.kind === 'moment' && (await this.#killAtMoment(enrich, kill));
    const end = await enrich.finished;
    await enrich.gone();
    const found = await this.#lookAtDisk();
    if (kill.kind === 'point') this.#notePoint(kill, end, found);
    else if (killedWorker || end.signal === 'SIGKILL') this.#momentKills += 1;
    this.#allowedRequests += (killedWorker ? 1 : workers) * CONCURRENCY * this.#requestsPerRecord();
    return end;
  }

  /** Returns whether it was a worker that was killed. */
  async #killAtMoment(
    enrich: EnrichProcess,
    { phase, fraction, target }: MomentKill,
  ): Promise<boolean> {
    const { startMs, workMs } = this.#options.timing;
    if (phase === 'work') await enrich.named();
    const dueInMs = fraction * (phase === 'start' ? startMs : workMs * this.#shareLeft());
    await Promise.race([delay(dueInMs), enrich.finished]);
    if (target === 'worker') return enrich.killWorker();
    if (target === 'group') enrich.killGroup();
    else enrich.killParent();
    return false;
  }

  /** Of the work, as far as records tell; merging is always left. */
  #shareLeft(): number {
    return Math.max(SHARE_OF_MERGING, 1 - countRecords(this.#entries) / SMALL_ROWS);
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

  #finishedWith(end: EnrichEnd): void {
    this.#end = end;
    if (end.exitCode === 0) return;
    const how = end.signal ?? `exit code ${end.exitCode}`;
    this.#violations.push(`the command ended with ${how}:\n${end.output}`);
  }

  async #check(): Promise<RunOutcome> {
    const { reference } = this.#options;
    await this.#lookAtDisk();
    this.#violations.push(...findRepeated(this.#entries));
    const out = join(this.#folder, 'out');
    const outcome = await readOutcome(out);
    if (reference !== null) this.#violations.push(...findDifferences(outcome, reference.outcome));
    const repeated = this.#repeatedRequests();
    if (repeated > this.#allowedRequests) {
      this.#violations.push(`${repeated} requests were repeated, ${this.#allowedRequests} allowed`);
    }
    const root = join(this.#folder, 'state');
    const latest = (await listRunIds(root)).at(-1)!;
    const { rows, broken } = await checkRunEvidence(runFolder(root, latest), out);
    if (rows === 0) this.#violations.push('there is no evidence');
    return (this.#violations.push(...broken), outcome);
  }

  #repeatedRequests(): number {
    const { web, reference } = this.#options;
    const expected = reference?.requests ?? web.counts();
    return Math.max(0, web.counts().requests - expected.requests);
  }

  #requestsPerRecord(): number {
    const { reference } = this.#options;
    const hosts = Object.values(reference?.requests.byHost ?? {});
    return Math.max(0, ...hosts.map(({ requests }) => requests));
  }
}

function countRecords(entries: readonly StoredEntry[]): number {
  return entries.filter(({ kind }) => kind === 'record').length;
}
