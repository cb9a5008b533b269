import { expect, test } from 'vitest';
import { benchMerge } from '../../../reporter/proofs/merge-bench.ts';
import { benchAdapt } from './adapt/adapt-bench.ts';
import { benchBrowser } from './browser/browser-bench.ts';
import { benchCrawl } from './crawl/crawl-bench.ts';
import { benchPace } from './crawl/pace-bench.ts';
import { benchLedger } from './ledger/ledger-bench.ts';
import { benchModel } from './model/model-bench.ts';
import { benchMillion } from './million/million-bench.ts';

// Whether the benches run and count right; how fast anything is, a busy machine cannot tell.

/** Several processes each, which a busy machine takes its time to start. */
const TIMEOUT_MS = 120_000;

test(
  'the crawl bench fetches the same on both sides',
  async () => {
    const result = await benchCrawl({ origins: 3, latencyMs: 1, concurrency: 2, rounds: 1 });
    expect(result.requests).toBeGreaterThanOrEqual(3 * 5);
    expect(result.ratio).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  'the pace bench enriches every site at both concurrencies',
  async () => {
    const result = await benchPace({ origins: 2, latencyMs: 1, maxLatencyMs: 8 });
    expect(result.sitesPerSecond).toBeGreaterThan(0);
    expect(result.fixedSitesPerSecond).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  'the ledger bench acknowledges every result and seals',
  async () => {
    const result = await benchLedger({ results: 500, rounds: 1 });
    expect(result.seals).toBe(1);
    expect(result.ratio).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  'the bench of many rows resumes what it killed',
  async () => {
    const result = await benchMillion({ rows: 4_000, fewRows: 400 });
    expect(result.doneBefore).toBeLessThan(4_000);
    expect(result.memoryRatio).toBeGreaterThan(0.5);
  },
  TIMEOUT_MS,
);

test(
  'the merge bench merges and copies',
  async () => {
    const result = await benchMerge({ shards: 2, rows: 200, rounds: 1 });
    expect(result.ratio).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  'the model bench asks within the limit, and the plain client loses calls',
  async () => {
    const { sluice, plain } = await benchModel({
      limits: { requests: 20, windowMs: 500, retryAfter: 'no' },
      latencyMs: 20,
      concurrency: 40,
      windows: 2,
    });
    for (const { share } of [sluice, plain]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1 + 1e-6);
    }
    expect(sluice.lost).toBe(0);
    expect(plain.limited).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test.runIf(process.platform === 'linux')(
  'the browser bench renders the same in all ways, and sees what the browser takes',
  async () => {
    const result = await benchBrowser({ path: '', pages: 1, rounds: 1, memoryPages: 2, atOnce: 2 });
    expect(result.poolCpuMs).toBeGreaterThan(result.poolOwnCpuMs);
    expect(result.reusedCpuMs).toBeGreaterThan(0);
    expect(result.launchedCpuMs).toBeGreaterThan(0);
    expect(result.plainCpuMs).toBeGreaterThan(0);
    expect(result.latePssBytes).toBeGreaterThan(10_000_000);
    expect(result.browserLaunches).toBe(1);
  },
  TIMEOUT_MS,
);

test(
  'the bench of a server whose capacity changes measures every phase, and loses no record',
  async () => {
    const result = await benchAdapt({
      capacities: [20, 5],
      fixed: [10],
      settlingMs: 400,
      measuredMs: 600,
    });
    expect(result.phases.map(({ capacity }) => capacity)).toEqual([20, 5]);
    for (const { ratio } of result.phases) expect(ratio).toBeGreaterThan(0);
    expect(result.refusedShare).toBeLessThan(1);
    expect(result.lost).toBe(0);
  },
  TIMEOUT_MS,
);
