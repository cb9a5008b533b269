import { benchMerge } from '../../../reporter/proofs/merge-bench.ts';
import { benchAdapt, type AdaptBenchOptions } from './adapt/adapt-bench.ts';
import { benchBrowser, type BrowserBenchOptions } from './browser/browser-bench.ts';
import { benchCrawl, type CrawlBenchOptions } from './crawl/crawl-bench.ts';
import { benchPace, type PaceBenchOptions } from './crawl/pace-bench.ts';
import type { Figure } from './figure.ts';
import { benchLedger, type LedgerBenchOptions } from './ledger/ledger-bench.ts';
import { benchModel, type ModelBenchOptions } from './model/model-bench.ts';
import { benchMillion, type MillionBenchOptions } from './million/million-bench.ts';

/** Megabytes as the targets count them. */
const MB = 1_000_000;

/** How long `auto` has to find out that a server's capacity has changed, in milliseconds. */
const SETTLING_MS = 4_000;

const browserSize = { pages: 30, rounds: 3, memoryPages: 500, atOnce: 4 };

/** The benches by name, at full size. */
export const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  crawl: async () => [
    ...(await crawlFigures({ origins: 2_000, latencyMs: 0, concurrency: 50, rounds: 3 }, 0.3)),
    ...(await crawlFigures({ origins: 2_000, latencyMs: 100, concurrency: 50, rounds: 3 }, 0.55)),
  ],
  pace: () => paceFigures({ origins: 2_000, latencyMs: 100, maxLatencyMs: 1_600 }),
  ledger: () => ledgerFigures({ results: 100_000, rounds: 5 }),
  million: () => millionFigures({ rows: 1_000_000, fewRows: 100_000 }),
  merge: () => mergeFigures({ shards: 20, rows: 1_000_000, rounds: 3 }),
  browser: async () => [
    ...(await browserFigures('page', { path: 'page', ...browserSize })),
    ...(await browserFigures('application shell', { path: '', ...browserSize })),
  ],
  adapt: () =>
    adaptFigures({
      capacities: [40, 10, 60, 20],
      fixed: [5, 10, 20, 40, 60, 100],
      settlingMs: SETTLING_MS,
      measuredMs: 8_000,
    }),
  model: async () => [
    ...(await modelFigures('requests, retry-after', { requests: 40, retryAfter: 'seconds' })),
    ...(await modelFigures('requests, no retry-after', { requests: 40, retryAfter: 'no' })),
    ...(await modelFigures('tokens, retry-after', { tokens: 48_000, retryAfter: 'milliseconds' })),
    ...(await modelFigures('tokens, no retry-after', { tokens: 48_000, retryAfter: 'no' })),
  ],
};

async function crawlFigures(options: CrawlBenchOptions, minRatio: number): Promise<Figure[]> {
  const figure = figuresOf(`crawl, ${options.latencyMs} ms latency`);
  const result = await benchCrawl(options);
  return [
    figure('requests/s ÷ bare loop', result.ratio, '', 2, { atLeast: minRatio }),
    figure('event loop gap, p99', result.loopGapP99Ms, 'ms', 1, { below: 20 }),
    figure('requests/s', result.enrichPerSecond, '', 0),
    figure('requests/s of the bare loop', result.barePerSecond, '', 0),
    figure('CPU a request', result.enrichCpuMsPerRequest, 'ms', 2),
    figure('CPU a request, main thread', result.enrichMainCpuMsPerRequest, 'ms', 2),
    figure('CPU a request of the bare loop', result.bareCpuMsPerRequest, 'ms', 2),
    figure('peak memory', result.peakRssBytes / MB, 'MB', 0),
  ];
}

async function paceFigures(options: PaceBenchOptions): Promise<Figure[]> {
  const figure = figuresOf(
    `pace with every default, ${options.latencyMs} to ${options.maxLatencyMs} ms latency`,
  );
  const result = await benchPace(options);
  return [
    figure('sites/s ÷ fixed concurrency', result.ratio, '', 2, { atLeast: 0.8 }),
    figure('sites/s', result.sitesPerSecond, '', 1),
    figure('sites/s at fixed concurrency', result.fixedSitesPerSecond, '', 1),
    figure('processor cores at work', result.cores, '', 2),
    figure('peak memory', result.peakRssBytes / MB, 'MB', 0),
  ];
}

async function ledgerFigures(options: LedgerBenchOptions): Promise<Figure[]> {
  const figure = figuresOf('ledger');
  const result = await benchLedger(options);
  return [
    figure('results/s ÷ bare NDJSON', result.ratio, '', 2, { atLeast: 0.4 }),
    figure('results/s', result.ledgerPerSecond, '', 0),
    figure('lines/s of bare NDJSON', result.barePerSecond, '', 0),
  ];
}

async function millionFigures(options: MillionBenchOptions): Promise<Figure[]> {
  const figure = figuresOf('million');
  const result = await benchMillion(options);
  return [
    figure('peak memory of the run', result.peakRssBytes / MB, 'MB', 0, { below: 400 }),
    figure('peak memory ÷ a tenth of the rows', result.memoryRatio, '', 2, { atMost: 1.3 }),
    figure('resume until the first record', result.resumeMs / 1_000, 's', 1, { below: 5 }),
    figure('records done before the resume', result.doneBefore, '', 0),
    figure('rows/s, planned, run and sealed', result.rowsPerSecond, '', 0),
    figure('peak memory of the merge', result.mergePeakRssBytes / MB, 'MB', 0),
  ];
}

async function mergeFigures(options: Parameters<typeof benchMerge>[0]): Promise<Figure[]> {
  const figure = figuresOf('merge');
  const result = await benchMerge(options);
  return [
    figure('time ÷ bare COPY', result.ratio, '', 2, { atMost: 1.3 }),
    figure('time', result.mergeMs / 1_000, 's', 1),
    figure('time of bare COPY', result.copyMs / 1_000, 's', 1),
    figure('peak memory', result.peakRssBytes / MB, 'MB', 0),
  ];
}

async function browserFigures(kind: string, options: BrowserBenchOptions): Promise<Figure[]> {
  const figure = figuresOf(`browser, ${kind}`);
  const result = await benchBrowser(options);
  return [
    figure('CPU a page ÷ one page for all', result.ratioToReused, '', 2, { atMost: 1.2 }),
    figure('CPU a page ÷ one browser a page', result.ratioToPlain, '', 2, { atMost: 0.6 }),
    figure('CPU a page ÷ the same with the pool’s settings', result.ratioToLaunched, '', 2),
    figure('memory at the end ÷ at the beginning', result.memoryRatio, '', 2, { atMost: 1.15 }),
    figure('CPU a page', result.poolCpuMs, 'ms', 0),
    figure('CPU a page, main process', result.poolOwnCpuMs, 'ms', 0),
    figure('CPU a page, one page for all', result.reusedCpuMs, 'ms', 0),
    figure('CPU a page, one browser a page', result.plainCpuMs, 'ms', 0),
    figure('CPU a page, the same with the pool’s settings', result.launchedCpuMs, 'ms', 0),
    figure('memory of the browser at the beginning', result.earlyPssBytes / MB, 'MB', 0),
    figure('memory of the browser at the end', result.latePssBytes / MB, 'MB', 0),
    figure('browsers launched', result.browserLaunches, '', 0),
  ];
}

async function adaptFigures(options: AdaptBenchOptions): Promise<Figure[]> {
  const figure = figuresOf(`adapt, measured ${SETTLING_MS / 1_000} s after each change`);
  const { phases, refusedShare, lost } = await benchAdapt(options);
  const ofPhases = phases.flatMap(({ capacity, ratio, autoPerSecond, bestConcurrency }) => [
    figure(`capacity ${capacity}: pages/s ÷ best fixed`, ratio, '', 2, { atLeast: 0.9 }),
    figure(`capacity ${capacity}: pages/s`, autoPerSecond, '', 0),
    figure(`capacity ${capacity}: best fixed concurrency`, bestConcurrency, '', 0),
  ]);
  return [
    ...ofPhases,
    figure('requests refused, in all', refusedShare * 100, '%', 2, { below: 2 }),
    figure('records lost', lost, '', 0, { atMost: 0 }),
  ];
}

async function modelFigures(
  name: string,
  limits: Omit<ModelBenchOptions['limits'], 'windowMs'>,
): Promise<Figure[]> {
  const figure = figuresOf(`model, ${name}`);
  const { sluice, plain } = await benchModel({
    limits: { ...limits, windowMs: 2_000 },
    latencyMs: 300,
    concurrency: 50,
    windows: 10,
  });
  return [
    figure('share of the allowed rate', sluice.share, '', 3, { atLeast: 0.97 }),
    figure('calls lost', sluice.lost, '', 0, { atMost: 0 }),
    figure('calls refused for the rate', sluice.limited, '', 0),
    figure('share of p-limit(50) and the SDK’s retries', plain.share, '', 3),
    figure('its calls lost', plain.lost, '', 0),
    figure('its calls refused for the rate', plain.limited, '', 0),
  ];
}

function figuresOf(bench: string) {
  return (
    name: string,
    value: number,
    unit: string,
    digits: number,
    target?: Figure['target'],
  ): Figure => ({ bench, name, value, unit, digits, ...(target && { target }) });
}
