import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { listRunIds, runFolder, type HealthReport, type RunProgress } from '@sluice/core';
import { runSummarySchema, type RunSummary } from '@sluice/reporter';
import {
  startNode,
  startTestWebProcess,
  type NodeResult,
  type TestWebProcess,
} from '@sluice/testkit';
import { ENRICH, enrichEnvironment } from '../../src/testing/enrich.ts';
import { enrichNodeFlags } from '../enrich-node-flags.ts';
import { checkRunEvidence, type EvidenceCheck } from '../read-run-evidence.ts';
import type { DoneAt } from './judge-memory.ts';
import { soakDataset, type SoakPlan } from './plan-soak.ts';
import { sampleMemory, type MemorySample } from './sample-memory.ts';
import { TRIPWIRE_HOST } from './soak-web.ts';

export interface SoakOptions {
  readonly plan: SoakPlan;
  /** Gets everything the command writes. */
  readonly folder: string;
  readonly workers: number;
  /** Of the command, beyond what every soak has. */
  readonly options: Readonly<Record<string, string>>;
  /** A command that takes longer hangs, in milliseconds. */
  readonly timeoutMs: number;
}

/** A row of the results, as far as it is checked. */
export interface ResultRow {
  readonly id: string;
  readonly phone?: string | null;
  readonly _status: string;
  readonly _reason: string | null;
}

/** What one call of the command came to. */
export interface SoakCall {
  readonly end: NodeResult;
  readonly rows: readonly ResultRow[];
  readonly counts: RunSummary['rows'];
  /** Rows that wait, by reason. */
  readonly pending: RunSummary['pending'];
  /** Requests that the web got, by host. */
  readonly requests: ReadonlyMap<string, number>;
  /** What it said that its health suffered from, every time: reason codes, `lag` and `memory` among them. */
  readonly healthReasons: readonly string[];
  readonly progress: readonly DoneAt[];
  readonly memory: readonly MemorySample[];
}

export interface SoakOutcome {
  readonly first: SoakCall;
  /** The same command again. */
  readonly second: SoakCall;
  readonly evidence: EvidenceCheck;
  /** Connections to what stands for the internal network. */
  readonly tripwireConnections: number;
}

/** Plays the web of a plan in a process of its own, and calls the command on it twice. */
export async function runSoak(options: SoakOptions): Promise<SoakOutcome> {
  const { plan, folder } = options;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'companies.csv'), soakDataset(plan));
  await using web = await startTestWebProcess({
    script: fileURLToPath(new URL('soak-web.ts', import.meta.url)),
    manyOrigins: { hosts: plan.records.length },
    keepsRequests: false,
  });
  const first = await call(web, options);
  const evidence = await checkEvidence(folder);
  const second = await call(web, options);
  return { first, second, evidence, tripwireConnections: await askTripwire(web) };
}

async function call(web: TestWebProcess, soak: SoakOptions): Promise<SoakCall> {
  const { folder, timeoutMs } = soak;
  await web.reset();
  const enrich = startNode(ENRICH, enrichArguments(web, soak), {
    cwd: folder,
    timeoutMs,
    env: { ...enrichEnvironment(folder), NODE_EXTRA_CA_CERTS: web.caFile },
    // As the script of package.json gives it: what memory is measured depends on it.
    nodeArgs: enrichNodeFlags,
  });
  const endSampling = sampleMemory(enrich.pid);
  const end = await enrich.finished;
  const memory = await endSampling();
  const requests = await requestsByHost(web);
  return { end, memory, requests, ...readEvents(end.stdout), ...(await readResults(folder, end)) };
}

function enrichArguments(web: TestWebProcess, { workers, options }: SoakOptions): string[] {
  const all = {
    '--key': 'id',
    '--proxy': web.proxyUrl,
    '--delay': '0',
    '--workers': String(workers),
    '--state': 'state',
    '--out': 'out',
    '--reports': 'reports',
    '--format': 'jsonl',
    ...options,
  };
  return ['companies.csv', '--json', ...Object.entries(all).flat()];
}

/** @throws Error with what the command said, when it wrote no results */
async function readResults(
  folder: string,
  { stderr }: NodeResult,
): Promise<Pick<SoakCall, 'rows' | 'counts' | 'pending'>> {
  try {
    const results = await readFile(join(folder, 'out', 'results.jsonl'), 'utf8');
    const run = JSON.parse(await readFile(join(folder, 'out', 'run.json'), 'utf8'));
    const rows = results.trimEnd().split('\n');
    const summary = runSummarySchema.parse(run.summary);
    return {
      rows: rows.map((row) => JSON.parse(row) as ResultRow),
      counts: summary.rows,
      pending: summary.pending,
    };
  } catch (error) {
    throw new Error(`the command wrote no results:\n${stderr}`, { cause: error });
  }
}

/** The events of `--json` that the soak looks at. */
type SoakEvent =
  | { readonly event: 'progress'; readonly at: string; readonly progress: RunProgress }
  | ({ readonly event: 'health' } & HealthReport)
  | { readonly event: 'other' };

function readEvents(stdout: string): Pick<SoakCall, 'healthReasons' | 'progress'> {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const events = lines.map((line) => JSON.parse(line) as SoakEvent);
  return {
    healthReasons: events.flatMap((event) =>
      event.event === 'health' ? event.reasons.map(({ code }) => code) : [],
    ),
    progress: events.flatMap((event) =>
      event.event === 'progress'
        ? [{ atMs: Date.parse(event.at), done: doneOf(event.progress) }]
        : [],
    ),
  };
}

function doneOf({ statuses }: RunProgress): number {
  return Object.values(statuses).reduce((sum, count) => sum + count, 0);
}

async function requestsByHost(web: TestWebProcess): Promise<Map<string, number>> {
  const { byHost } = await web.counts();
  return new Map(Object.entries(byHost).map(([host, { requests }]) => [host, requests]));
}

async function checkEvidence(folder: string): Promise<EvidenceCheck> {
  const state = join(folder, 'state');
  const [runId = ''] = await listRunIds(state);
  return checkRunEvidence(runFolder(state, runId), join(folder, 'out'));
}

async function askTripwire({ proxyUrl }: TestWebProcess): Promise<number> {
  const { hostname, port } = new URL(proxyUrl);
  const path = `http://${TRIPWIRE_HOST}/`;
  const asked = request({ host: hostname, port, path, headers: { host: TRIPWIRE_HOST } }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return Number(await text(response));
}
