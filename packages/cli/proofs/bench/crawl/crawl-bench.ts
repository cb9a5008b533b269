import { join } from 'node:path';
import { makeTempFolder, startTestWebProcess, type TestWebProcess } from '@sluice/testkit';
import { medians } from '../measure/median.ts';
import type { Usage } from '../measure/measure-usage.ts';
import { runChild } from '../measure/run-child.ts';
import type { BareLoopTask } from './bare-loop.ts';
import { enrichOrigins, writeOrigins } from './enrich-origins.ts';
import type { EnrichAnswer } from './enrich.ts';

export interface CrawlBenchOptions {
  /** Websites. */
  readonly origins: number;
  /** Before every answer of the web, in milliseconds. */
  readonly latencyMs: number;
  readonly concurrency: number;
  /** Times that both sides run, alternately. */
  readonly rounds: number;
}

/** Medians over the rounds. */
export interface CrawlBenchResult {
  /** Answered requests of one round, robots.txt included; the same on both sides. */
  readonly requests: number;
  readonly enrichPerSecond: number;
  readonly barePerSecond: number;
  /** Enrich ÷ bare: of the requests a second. */
  readonly ratio: number;
  /** Of all threads, and of the one that runs JavaScript. */
  readonly enrichCpuMsPerRequest: number;
  readonly enrichMainCpuMsPerRequest: number;
  readonly bareCpuMsPerRequest: number;
  readonly bareMainCpuMsPerRequest: number;
  readonly peakRssBytes: number;
  readonly loopGapP99Ms: number;
}

/**
 * Times crawl, rules, ledger and archive against a loop that only fetches the same URLs at the same
 * concurrency.
 *
 * @throws Error when the two sides did not fetch the same
 */
export async function benchCrawl(options: CrawlBenchOptions): Promise<CrawlBenchResult> {
  const { origins, latencyMs, rounds } = options;
  await using scratch = await makeTempFolder();
  await using web = await startTestWebProcess({
    manyOrigins: { hosts: origins, latencyMs },
    keepsRequests: false,
  });
  const dataset = await writeOrigins(scratch.path, origins, web.originPort);
  const figures: CrawlBenchResult[] = [];
  for (let round = 0; round < rounds; round += 1) {
    figures.push(await runRound(web, dataset, join(scratch.path, `round-${round}`), options));
  }
  return medians(figures);
}

async function runRound(
  web: TestWebProcess,
  dataset: string,
  folder: string,
  { origins, concurrency }: CrawlBenchOptions,
): Promise<CrawlBenchResult> {
  const { originPort } = web;
  const enriched = await enrichOrigins({ dataset, folder, originPort, concurrency, delayMs: 0 });
  const fetched = await takeFetched(web);
  const urls = fetched.flatMap(([url, count]) =>
    Array.from({ length: count }, () => withPort(url, originPort)),
  );
  const bareTask: BareLoopTask = { urls, concurrency };
  const bare = await runChild<Usage>(new URL('bare-loop.ts', import.meta.url), bareTask);
  assertSame(fetched, await takeFetched(web));
  if (enriched.records !== origins) throw new Error(`only ${enriched.records} records are done`);
  return compare(enriched, bare, urls.length);
}

type Fetched = readonly (readonly [url: string, count: number])[];

/** What was fetched since the last call, in the order of first arrival. */
async function takeFetched(web: TestWebProcess): Promise<Fetched> {
  const { byUrl } = await web.counts();
  await web.reset();
  return Object.entries(byUrl);
}

function withPort(address: string, port: number): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}

function assertSame(enriched: Fetched, bare: Fetched): void {
  const counts = new Map(bare);
  const odd = enriched.find(([url, count]) => counts.get(url) !== count);
  if (odd === undefined && counts.size === enriched.length) return;
  throw new Error(`the two sides did not fetch the same: ${odd?.join(' ') ?? 'more in the loop'}`);
}

function compare(enriched: EnrichAnswer, bare: Usage, requests: number): CrawlBenchResult {
  return {
    requests,
    enrichPerSecond: (requests / enriched.elapsedMs) * 1_000,
    barePerSecond: (requests / bare.elapsedMs) * 1_000,
    ratio: bare.elapsedMs / enriched.elapsedMs,
    enrichCpuMsPerRequest: enriched.cpuMs / requests,
    enrichMainCpuMsPerRequest: enriched.mainCpuMs / requests,
    bareCpuMsPerRequest: bare.cpuMs / requests,
    bareMainCpuMsPerRequest: bare.mainCpuMs / requests,
    peakRssBytes: enriched.peakRssBytes,
    loopGapP99Ms: enriched.loopGapP99Ms,
  };
}
