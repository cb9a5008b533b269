import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StageError } from '../errors.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';
import type { ResultEntry } from '../model/ledger-entry.ts';
import type { StageResult } from '../model/stage-result.ts';
import { createMemoryLedger, type MemoryLedger } from '../testing/memory-ledger.ts';
import { createMemorySource } from '../testing/memory-source.ts';
import { systemClock } from './clock.ts';
import { silentLog } from './log.ts';
import type { RunEvent } from './run-event.ts';
import { defaultLimits, type RunLimits } from './run-limits.ts';
import { runRecords } from './run-records.ts';
import type { Stage } from './stage.ts';
import type { WorkSource } from './work-source.ts';

test('a record that is given back while a claim is on its way is worked on again', async () => {
  const secondClaim = Promise.withResolvers<void>();
  const givenBack = Promise.withResolvers<void>();
  const source = createMemorySource(records(2), systemClock);
  let claims = 0;
  const slow: WorkSource = {
    ...source,
    async claim(max) {
      const claim = await source.claim(max);
      claims += 1;
      if (claims === 2) {
        secondClaim.resolve();
        await givenBack.promise;
      }
      return claim;
    },
  };
  let refusals = 0;
  const busy = stage('busy', async (n) => {
    if (n === 0 || refusals > 0) return ok(n);
    refusals += 1;
    await secondClaim.promise;
    throw new StageError('rate_limited', 'defer', 'later', { retryAfterMs: 1 });
  });
  const { outcome } = await run([busy], slow, {
    onEvent: ({ type }) => type === 'record-deferred' && givenBack.resolve(),
  });
  expect(outcome).toMatchObject({ done: 2, parked: {} });
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  'a record that is given back %i turns after the settlements have passed is worked on again',
  async (turns) => {
    const passed = Promise.withResolvers<void>();
    const source = createMemorySource(records(3), systemClock);
    const watched: WorkSource = {
      ...source,
      async settle(settlements) {
        await source.settle(settlements);
        passed.resolve();
      },
    };
    const refused = new Set<number>();
    const busy = stage('busy', async (n) => {
      if (n === 2 || refused.has(n)) return ok(n);
      refused.add(n);
      if (n === 1) await passed.promise;
      for (let turn = 0; turn < turns * n; turn += 1) await Promise.resolve();
      throw new StageError('rate_limited', 'defer', 'later', { retryAfterMs: n });
    });
    const { outcome } = await run([busy], watched, { limits: { concurrency: 3, intakeSize: 3 } });
    expect(outcome).toMatchObject({ done: 3, parked: {} });
  },
);

test('a source with delays of its own loses no record', async () => {
  const plan = fc.record({
    acts: fc.array(fc.constantFrom('ok', 'retry', 'defer'), { minLength: 1, maxLength: 12 }),
    turns: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 }),
    concurrency: fc.integer({ min: 1, max: 4 }),
    intakeSize: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ acts, turns, concurrency, intakeSize }) => {
      const failed = new Set<number>();
      const acting = stage('act', async (n) => {
        if (acts[n] === 'ok' || failed.has(n)) return ok(n);
        failed.add(n);
        const disposition = acts[n] === 'retry' ? 'retry' : 'defer';
        throw new StageError('busy', disposition, 'once more', { retryAfterMs: 1 });
      });
      const source = delayed(createMemorySource(records(acts.length), systemClock), turns);
      const { outcome } = await run([acting], source, { limits: { concurrency, intakeSize } });
      expect(outcome.done).toBe(acts.length);
    }),
    { numRuns: 60 },
  );
});

test('rows that share an input share the attempts at it, and the wait between two', async () => {
  const startedMs: number[] = [];
  const down: Stage = {
    ...stage('crawl', async () => {
      startedMs.push(performance.now());
      throw new StageError('connection_refused', 'retry', 'nobody listens');
    }),
    input: () => 'the same site',
  };
  const source = createMemorySource(records(12), systemClock);
  const limits = { concurrency: 2, retryBaseMs: 20 };
  const { outcome, ledger } = await run([down], source, { limits });
  expect(outcome.done).toBe(12);
  expect(results(ledger).map(({ reason }) => reason)).toEqual(['connection_refused']);
  expect(startedMs).toHaveLength(defaultLimits.maxAttempts);
  const waits = startedMs.slice(1).map((atMs, index) => atMs - startedMs[index]!);
  // Timers and the clock count whole milliseconds.
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(limits.retryBaseMs - 2);
});

test('rows that share an input ask a host that says later no more often than one row would', async () => {
  let asked = 0;
  const busy: Stage = {
    ...stage('crawl', async (n) => {
      asked += 1;
      if (asked < 3) throw new StageError('http_429', 'defer', 'later', { retryAfterMs: 5 });
      return ok(n);
    }),
    input: () => 'the same site',
  };
  const source = createMemorySource(records(12), systemClock);
  const { outcome } = await run([busy], source, { limits: { concurrency: 2 } });
  expect(outcome.done).toBe(12);
  expect(asked).toBe(3);
});

test('rows whose stages differ share the sub-step that they have in common', async () => {
  let asked = 0;
  let begun = 0;
  const answered = Promise.withResolvers<void>();
  const ask = (n: number): Stage => ({
    ...stage('ask', async () => ok(n)),
    async run(_, context) {
      begun += 1;
      if (begun > 8) answered.resolve();
      const answer = await context.step('call', 'the same question', async () => {
        asked += 1;
        if (asked === 1)
          throw new StageError('rate_limited', 'defer', 'later', { retryAfterMs: 1 });
        await answered.promise;
        return 'paid for';
      });
      return ok([n, answer]);
    },
  });
  const source = createMemorySource(records(8), systemClock);
  const { outcome, ledger } = await run([ask(1)], source, { limits: { concurrency: 8 } });
  expect(outcome.done).toBe(8);
  // The one that was refused, and the one that was answered.
  expect(asked).toBe(2);
  const steps = results(ledger).filter(({ step }) => step === 'call');
  expect(steps.map(({ value }) => value)).toEqual(['paid for']);
});

test('whoever waits for a sub-step does it when the other one runs out of time', async () => {
  let asked = 0;
  const ask: Stage = {
    ...stage('ask', async () => ok(null)),
    deadlineMs: 50,
    async run(_, context) {
      const answer = await context.step('call', 'the same question', async () => {
        asked += 1;
        // Deaf to its signal, as a library may be.
        if (asked === 1) await new Promise(() => {});
        return 'answer';
      });
      return ok(answer);
    },
  };
  const source = createMemorySource(records(2), systemClock);
  const { outcome } = await run([ask], source, { limits: { concurrency: 2 } });
  expect(outcome).toMatchObject({ done: 2, bugs: [] });
  expect(asked).toBe(2);
});

test('a result that another row has just made is not made again', async () => {
  let made = 0;
  const isMade = Promise.withResolvers<void>();
  const crawl: Stage = {
    ...stage('crawl', async () => ok('page')),
    // The second row is still looking for its page while the first one's result is made.
    isUsable: async (result) => {
      if (result.meta['ordinal'] === 1) await isMade.promise;
      return true;
    },
  };
  const rules = (version: number): Stage => ({
    ...stage('rules', async (n) => {
      made += 1;
      queueMicrotask(isMade.resolve);
      return ok(n);
    }),
    version,
    input: () => 'the same pages',
  });
  const first = await run([crawl, rules(1)], createMemorySource(records(2), systemClock));
  made = 0;
  const base = results(first.ledger).map((entry) => ({
    ...entry,
    meta: { ordinal: entry.ordinal },
  }));
  const second = await run([crawl, rules(2)], createMemorySource(records(2), systemClock), {
    base,
  });
  expect(second.outcome.done).toBe(2);
  expect(made).toBe(1);
});

test('rows that share a result that no longer serves share the new one', async () => {
  let crawls = 0;
  let isGone = false;
  const crawl: Stage = {
    ...stage('crawl', async () => {
      crawls += 1;
      return ok(`page ${crawls}`);
    }),
    input: () => 'the same site',
    isUsable: async ({ value }) => !isGone || value !== 'page 1',
  };
  const rules = (version: number): Stage => ({
    ...stage('rules', async (n) => ok(n)),
    version,
    input: (record, outputs) => [record.ordinal, outputs['crawl']!.value],
  });
  const first = await run([crawl, rules(1)], createMemorySource(records(6), systemClock));
  isGone = true;
  const base = results(first.ledger);
  const source = createMemorySource(records(6), systemClock);
  const second = await run([crawl, rules(2)], source, { base, limits: { concurrency: 2 } });
  expect(second.outcome.done).toBe(6);
  expect(crawls).toBe(2);
});

test('a stored result that never serves is made again once for each row', async () => {
  let crawls = 0;
  const crawl: Stage = {
    ...stage('crawl', async () => ok((crawls += 1))),
    input: () => 'the same site',
    isUsable: async () => false,
  };
  const rules = (version: number): Stage => ({
    ...stage('rules', async (n) => ok(n)),
    version,
    input: (record, outputs) => [record.ordinal, outputs['crawl']!.value],
  });
  const first = await run([crawl, rules(1)], createMemorySource(records(3), systemClock));
  crawls = 0;
  const source = createMemorySource(records(3), systemClock);
  const second = await run([crawl, rules(2)], source, {
    base: results(first.ledger),
    limits: { concurrency: 1 },
  });
  expect(second.outcome.done).toBe(3);
  expect(crawls).toBe(3);
});

test('a record made again cites no result that it does not rest on', async () => {
  let isGone = false;
  const crawl: Stage = {
    ...stage('crawl', async () => {
      if (isGone) throw new StageError('host_not_found', 'fail-record', 'no such host');
      return ok('page');
    }),
    isUsable: async () => !isGone,
  };
  const rules: Stage = {
    ...stage('rules', async (n) => ok(n)),
    input: (_, outputs) => outputs['crawl']!.value ?? undefined,
  };
  const model = (version: number): Stage => ({ ...rules, name: 'model', version });
  const first = await run([crawl, rules, model(1)], createMemorySource(records(1), systemClock));
  isGone = true;
  const source = createMemorySource(records(1), systemClock);
  const { ledger } = await run([crawl, rules, model(2)], source, { base: results(first.ledger) });
  const record = ledger.acknowledged.find(({ kind }) => kind === 'record');
  expect(record).toMatchObject({ status: 'failed', stages: [{ stage: 'crawl' }] });
});

interface Setting {
  readonly limits?: Partial<RunLimits>;
  readonly base?: readonly ResultEntry[];
  readonly onEvent?: (event: RunEvent) => void;
}

async function run(stages: readonly Stage[], source: WorkSource, setting: Setting = {}) {
  const ledger = createMemoryLedger(setting.base && { base: setting.base });
  const outcome = await runRecords({
    stages,
    source,
    ledger,
    services: {},
    limits: { ...defaultLimits, retryBaseMs: 1, ...setting.limits },
    clock: systemClock,
    log: silentLog,
    retryFailed: false,
    stop: new AbortController().signal,
    onEvent: setting.onEvent ?? (() => {}),
  });
  return { outcome, ledger };
}

/** The same source, whose answers and settlements take some turns of the event loop. */
function delayed(source: WorkSource, turns: readonly number[]): WorkSource {
  let calls = 0;
  const pause = async () => {
    const count = turns[(calls += 1) % turns.length] ?? 0;
    for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
  };
  return {
    extend: (ordinals) => source.extend(ordinals),
    async claim(max) {
      await pause();
      const claim = await source.claim(max);
      await pause();
      return claim;
    },
    async settle(settlements) {
      await pause();
      await source.settle(settlements);
      await pause();
    },
  };
}

function records(count: number): DatasetRecord[] {
  return Array.from({ length: count }, (_, ordinal) => ({
    key: `k${ordinal}`,
    ordinal,
    shardKey: 's',
    values: {},
  }));
}

function stage(name: string, work: (n: number) => Promise<StageResult>): Stage {
  return {
    name,
    version: 1,
    config: {},
    required: true,
    input: (record) => record.ordinal,
    run: (_, context) => work(context.record.ordinal),
  };
}

function ok(value: StageResult['value']): StageResult {
  return { outcome: 'ok', value, reason: null, detail: null, meta: {} };
}

function results(ledger: MemoryLedger): ResultEntry[] {
  return ledger.acknowledged.filter((entry) => entry.kind === 'result');
}
