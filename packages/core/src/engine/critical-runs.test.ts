import { expect, test } from 'vitest';
import { availableMemory } from '../available-memory.ts';
import { StageError } from '../errors.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';
import { createMemoryLedger } from '../testing/memory-ledger.ts';
import { createMemorySource } from '../testing/memory-source.ts';
import { systemClock, type Clock } from './clock.ts';
import { silentLog } from './log.ts';
import type { HealthMonitor } from './process-health.ts';
import type { HealthReport } from './run-health.ts';
import { defaultLimits } from './run-limits.ts';
import { runRecords, type RunRecordsOptions } from './run-records.ts';
import type { Stage } from './stage.ts';

const LOOK_MS = 2;

test('a lost network pauses the run, costs no attempt, and the run goes on when it is back', async () => {
  const network = { isLost: false, asked: 0, askedWhileCritical: 0 };
  let state: HealthReport['state'] = 'healthy';
  const crawl = stage(async (n) => {
    network.asked += 1;
    if (state === 'critical') network.askedWhileCritical += 1;
    if (n === 30) network.isLost = true;
    // It comes back after some records were tried to see.
    if (network.askedWhileCritical === 6) network.isLost = false;
    if (network.isLost) throw new StageError('no_network', 'retry', 'no network');
  });
  const run = await work([crawl], 200, {
    limits: {
      ...defaultLimits,
      maxAttempts: 2,
      concurrency: 8,
      retryBaseMs: 50,
      lookIntervalMs: 2,
    },
    onEvent: (event) => {
      if (event.type === 'health') state = event.health.state;
    },
  });
  expect(network.askedWhileCritical).toBeGreaterThanOrEqual(6);
  expect(run.outcome).toMatchObject({ stopped: null, parked: {} });
  // The first ten told that it is lost, each with its first attempt of two.
  expect(run.statuses).toEqual(Array(200).fill('complete'));
  expect(run.states.filter((each) => each !== 'degraded')).toEqual(['critical', 'healthy']);
});

test('while critical, one record at a time is tried', async () => {
  let state: HealthReport['state'] = 'healthy';
  let tries = 0;
  let inWork = 0;
  let isOver = false;
  const most: number[] = [];
  const crawl = stage(async () => {
    inWork += 1;
    if (state === 'critical') {
      tries += 1;
      // Those that were in work when it became critical go on.
      if (tries > 20) most.push(inWork);
      if (tries === 40) isOver = true;
    }
    await new Promise((resolve) => setImmediate(resolve));
    inWork -= 1;
    if (!isOver) throw new StageError('no_network', 'retry', 'no network');
  });
  const run = await work([crawl], 60, {
    onEvent: (event) => {
      if (event.type === 'health') state = event.health.state;
    },
  });
  expect(run.statuses).toEqual(Array(60).fill('complete'));
  expect(Math.max(...most.slice(0, 20))).toBe(1);
});

test('without recovery within the longest wait the run stops, and nothing is lost', async () => {
  let nowMs = 0;
  // Time passes with every look at it.
  const clock: Clock = { ...systemClock, now: () => (nowMs += 100) };
  const crawl = stage(async () => {
    throw new StageError('no_network', 'retry', 'no network');
  });
  const run = await work([crawl], 100, { clock });
  expect(run.outcome.stopped).toMatchObject({
    code: 'health',
    message: expect.stringMatching(/^no recovery within --max-defer: the last \d+ attempts at/),
  });
  expect(run.outcome.done).toBe(0);
  expect(run.statuses).toEqual([]);
});

test('full memory begins nothing new until it is free again; what is in work ends', async () => {
  let used = 0;
  let nowMs = 0;
  const clock: Clock = { ...systemClock, now: () => nowMs };
  const begun: number[] = [];
  const begunAt: Record<string, number> = {};
  let looksToGo: number | null = null;
  const monitor = (): HealthMonitor => ({
    read() {
      nowMs += 5_000;
      if (looksToGo !== null && (looksToGo -= 1) === 0) used = 0.2;
      return {
        rssBytes: used * availableMemory(),
        heapUsedBytes: 0,
        heapLimitBytes: 4e9,
        eventLoopP99Ms: 0,
        eventLoopMaxMs: 0,
      };
    },
    close() {},
  });
  const critical = Promise.withResolvers<void>();
  const crawl = stage(async (n) => {
    begun.push(n);
    if (n >= 4) return;
    // The first four work until the run is critical, and a while longer.
    used = 0.99;
    await critical.promise;
  });
  const run = await work([crawl], 40, {
    clock,
    monitor,
    limits: { ...defaultLimits, concurrency: 4, lookIntervalMs: LOOK_MS },
    onEvent(event) {
      if (event.type !== 'health') return;
      begunAt[event.health.state] = begun.length;
      if (event.health.state !== 'critical') return;
      critical.resolve();
      looksToGo = 10;
    },
  });
  expect(run.statuses).toEqual(Array(40).fill('complete'));
  expect(begunAt).toMatchObject({ critical: 4, healthy: 4 });
});

function stage(run: (n: number) => Promise<void>): Stage {
  return {
    name: 'crawl',
    version: 1,
    config: {},
    required: true,
    input: (record) => record.ordinal,
    async run(_, { record }) {
      await run(record.ordinal);
      return { outcome: 'ok', value: null, reason: null, detail: null, meta: {} };
    },
  };
}

async function work(
  stages: readonly Stage[],
  count: number,
  { onEvent, clock = systemClock, ...others }: Partial<RunRecordsOptions<unknown>>,
) {
  const records = Array.from({ length: count }, (_, ordinal): DatasetRecord => ({
    key: `k${ordinal}`,
    ordinal,
    shardKey: `site-${ordinal}`,
    values: {},
  }));
  const states: HealthReport['state'][] = [];
  const ledger = createMemoryLedger();
  const outcome = await runRecords({
    stages,
    source: createMemorySource(records, clock),
    ledger,
    services: {},
    limits: { ...defaultLimits, concurrency: 8, retryBaseMs: 1, lookIntervalMs: LOOK_MS },
    clock,
    log: silentLog,
    retryFailed: false,
    localReasons: ['no_network'],
    stop: new AbortController().signal,
    ...others,
    onEvent(event) {
      if (event.type === 'health') states.push(event.health.state);
      onEvent?.(event);
    },
  });
  const entries = ledger.acknowledged.filter((entry) => entry.kind === 'record');
  return { outcome, states, statuses: entries.map(({ status }) => status) };
}
