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
