import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResumableError, StageError } from '../errors.ts';
import { configSha256, fingerprint } from '../fingerprint.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';
import type { Json } from '../model/json.ts';
import type { LedgerEntry, RecordEntry, ResultEntry } from '../model/ledger-entry.ts';
import type { StageResult } from '../model/stage-result.ts';
import { createMemoryLedger, type MemoryLedger } from '../testing/memory-ledger.ts';
import { createMemorySource } from '../testing/memory-source.ts';
import { systemClock } from './clock.ts';
import { silentLog } from './log.ts';
import type { RunEvent } from './run-event.ts';
import { defaultLimits, type RunLimits } from './run-limits.ts';
import { runRecords, type RunRecordsOutcome } from './run-records.ts';
import type { Stage, StageContext } from './stage.ts';

describe('runRecords', () => {
  test('finishes every record and acknowledges it once', async () => {
    const run = await runStages([stage('double', (n) => ok(n * 2))], records(2_500));
    expect(run.outcome).toMatchObject({ done: 2_500, stopped: null, parked: {}, bugs: [] });
    expect(new Set(recordEntries(run.ledger).map(({ ordinal }) => ordinal)).size).toBe(2_500);
    expect(run.settled('done')).toHaveLength(2_500);
  });

  test('hands outputs of earlier stages to later ones, and settles with the last columns', async () => {
    const first = stage('first', () => filled({ phone: '1', name: 'a' }));
    const second: Stage = {
      ...stage('second', () => filled({ phone: '2', name: null })),
      input: (_, outputs) => ({ after: outputs['first']!.value! }),
    };
    const run = await runStages([first, second], records(1));
    const [record] = recordEntries(run.ledger);
    expect(record).toMatchObject({
      status: 'complete',
      columns: { phone: '2', name: 'a' },
      filledBy: { phone: 'second', name: 'first' },
    });
    expect(record!.stages.map((kept) => kept.stage)).toEqual(['first', 'second']);
  });

  test('tells of each attempt whether its time is to be gone by', async () => {
    const events: RunEvent[] = [];
    const stages = [stage('crawl', ok), { ...stage('rules', ok), isUntimed: true }];
    await runStages(stages, records(1), { onEvent: (event) => events.push(event) });
    const ended = events.filter((event) => event.type === 'stage-ended');
    expect(ended.map(({ stage: name, isUntimed }) => [name, isUntimed])).toEqual([
      ['crawl', false],
      ['rules', true],
    ]);
  });

  test('a second run on the first one’s results runs nothing and copies them', async () => {
    const counted = countingStage();
    const first = await runStages([counted.stage], records(10));
    const base = resultEntries(first.ledger).map((entry) => ({ ...entry, fromRun: 'first' }));
    const second = await runStages([counted.stage], records(10), { base });
    expect(counted.calls()).toBe(10);
    expect(second.outcome.done).toBe(10);
    expect(resultEntries(second.ledger).map(({ fromRun }) => fromRun)).toEqual(
      Array<string>(10).fill('first'),
    );
  });

  test('a result of an earlier run that is too old runs again', async () => {
    const counted = countingStage();
    const first = await runStages([counted.stage], records(2));
    const [fresh, old] = resultEntries(first.ledger);
    const base = [fresh!, { ...old!, at: '2001-01-01T00:00:00.000Z' }];
    await runStages([{ ...counted.stage, maxAgeMs: 86_400_000 }], records(2), { base });
    expect(counted.calls()).toBe(3);
  });

  test('the same fingerprint in flight is awaited, not repeated', async () => {
    const counted = countingStage(() => 'one input for all');
    const run = await runStages([counted.stage], records(40));
    expect(counted.calls()).toBe(1);
    expect(recordEntries(run.ledger)).toHaveLength(40);
    expect(resultEntries(run.ledger)).toHaveLength(1);
  });

  test('a record whose required stage fails is failed, an optional one makes it partial', async () => {
    const fails = (n: number) => {
      if (n % 2 === 0) throw new StageError('http_404', 'fail-record', 'no such page');
      return ok(n);
    };
    const required = await runStages([stage('crawl', fails)], records(4));
    expect(statuses(required.ledger)).toEqual(['failed', 'complete', 'failed', 'complete']);
    const optional = await runStages([{ ...stage('extra', fails), required: false }], records(4));
    expect(statuses(optional.ledger)).toEqual(['partial', 'complete', 'partial', 'complete']);
  });

  test('a stage without input is skipped for the reason of the stage before it', async () => {
    const crawl = stage('crawl', () => {
      throw new StageError('host_not_found', 'fail-record', 'no such host');
    });
    const rules: Stage = {
      ...stage('rules', () => ok(1)),
      required: false,
      input: (_, outputs) => outputs['crawl']!.value ?? undefined,
    };
    const run = await runStages([crawl, rules], records(1));
    expect(recordEntries(run.ledger)[0]).toMatchObject({
      status: 'failed',
      reason: 'host_not_found',
      stages: [{ stage: 'crawl' }],
    });
  });

  test('retries within the budget, then gives the record up with the error’s code', async () => {
    let calls = 0;
    const flaky = stage('flaky', (n) => {
      calls += 1;
      if (n === 0 || calls < 3) throw new StageError('reset', 'retry', 'connection reset');
      return ok(n);
    });
    const failing = await runStages([flaky], records(1));
    expect(calls).toBe(3);
    expect(recordEntries(failing.ledger)[0]).toMatchObject({ status: 'failed', reason: 'reset' });
    calls = 0;
    const recovering = await runStages([flaky], records(2).slice(1));
    expect(recordEntries(recovering.ledger)[0]).toMatchObject({ status: 'complete' });
    expect(calls).toBe(3);
  });

  test('a deferred record costs no attempt and holds no place in the window', async () => {
    let refusals = 0;
    const busy = stage('busy', (n) => {
      if (n === 0 && (refusals += 1) <= 4) {
        throw new StageError('rate_limited', 'defer', 'later', { retryAfterMs: 1 });
      }
      return ok(n);
    });
    const run = await runStages([busy], records(3), { limits: { concurrency: 1 } });
    expect(statuses(run.ledger)).toEqual(['complete', 'complete', 'complete']);
    expect(recordEntries(run.ledger).map(({ ordinal }) => ordinal)).toEqual([1, 2, 0]);
    expect(run.settled('deferred').map((s) => s.state.attempts)).toEqual([{}, {}, {}, {}]);
  });

  test('a record that is deferred too often fails, one that would wait too long is parked', async () => {
    const later = (retryAfterMs: number) =>
      stage('busy', () => {
        throw new StageError('rate_limited', 'defer', 'later', { retryAfterMs });
      });
    const often = await runStages([later(1)], records(1), { limits: { maxDeferrals: 2 } });
    expect(recordEntries(often.ledger)[0]).toMatchObject({ reason: 'rate_limited' });
    const long = await runStages([later(60_000)], records(2), { limits: { maxDeferMs: 30_000 } });
    expect(long.outcome).toMatchObject({ done: 0, parked: { rate_limited: 2 } });
    expect(recordEntries(long.ledger)).toEqual([]);
    expect(long.ledger.entries.filter(({ kind }) => kind === 'parked')).toMatchObject([
      { ordinal: 0, reason: 'rate_limited' },
      { ordinal: 1, reason: 'rate_limited' },
    ]);
  });

  test('a stage that can do without is told when waiting would be in vain', async () => {
    const asked: boolean[] = [];
    const without = (retryAfterMs: number) =>
      stage('busy', (n, context) => {
        const later = new StageError('rate_limited', 'defer', 'later', { retryAfterMs });
        const isWorthWhile = context.mayDefer(later);
        asked.push(isWorthWhile);
        if (isWorthWhile) throw later;
        return ok(n);
      });
    const long = await runStages([without(60_000)], records(1), { limits: { maxDeferMs: 30_000 } });
    expect(statuses(long.ledger)).toEqual(['complete']);
    expect(asked.splice(0)).toEqual([false]);
    const often = await runStages([without(1)], records(1), { limits: { maxDeferrals: 2 } });
    expect(statuses(often.ledger)).toEqual(['complete']);
    expect(asked).toEqual([true, true, false]);
  });

  test('a stop drains what is in flight and releases the rest', async () => {
    const stop = new AbortController();
    const stopping = stage('work', (n) => {
      if (n === 5) stop.abort({ code: 'interrupted', message: 'stopped' });
      return ok(n);
    });
    const run = await runStages([stopping], records(100), {
      stop: stop.signal,
      limits: { concurrency: 2, intakeSize: 20 },
    });
    expect(run.outcome.stopped).toEqual({ code: 'interrupted', message: 'stopped' });
    expect(run.outcome.done).toBe(recordEntries(run.ledger).length);
    expect(run.outcome.done).toBeLessThan(20);
    expect(run.outcome.done + run.settled('released').length).toBe(20);
  });

  test('work that ignores the stop is aborted when draining takes too long', async () => {
    const stop = new AbortController();
    const hanging = stage('hang', () => {
      stop.abort({ code: 'interrupted', message: 'stopped' });
      return new Promise<StageResult>(() => {});
    });
    const run = await runStages([hanging], records(1), {
      stop: stop.signal,
      limits: { drainMs: 1 },
    });
    expect(run.outcome.done).toBe(0);
    expect(run.settled('released')).toHaveLength(1);
  });

  test('a stage that passes its deadline is retried, then failed', async () => {
    const hanging = { ...stage('hang', () => new Promise<StageResult>(() => {})), deadlineMs: 1 };
    const run = await runStages([hanging], records(1));
    expect(recordEntries(run.ledger)[0]).toMatchObject({ reason: 'stage_timeout' });
  });

  test('an error that stops the run leaves its record for the resume', async () => {
    const broke = stage('model', (n) => {
      if (n === 3) throw new StageError('insufficient_quota', 'stop-run', 'no credit left');
      return ok(n);
    });
    const run = await runStages([broke], records(50), { limits: { concurrency: 1 } });
    expect(run.outcome.stopped?.code).toBe('insufficient_quota');
    expect(recordEntries(run.ledger).map(({ ordinal }) => ordinal)).toEqual([0, 1, 2]);
  });

  test('an unexpected error is kept with its stack, and costs no other record', async () => {
    const buggy = stage('buggy', (n) => {
      if (n === 1) throw new TypeError('undefined is not a function');
      return ok(n);
    });
    const run = await runStages([buggy], records(3));
    expect(run.outcome).toMatchObject({ done: 2, parked: { internal_error: 1 } });
    expect(run.outcome.bugs[0]?.stack).toContain('run-records.test.ts');
    expect(recordEntries(run.ledger).map(({ ordinal }) => ordinal)).toEqual([0, 2]);
  });

  test('an unexpected error in `input` is treated the same', async () => {
    const buggy: Stage = {
      ...stage('buggy', (n) => ok(n)),
      input: (record) => {
        if (record.ordinal === 0) throw new TypeError('bad input');
        return record.ordinal;
      },
    };
    const run = await runStages([buggy], records(2));
    expect(run.outcome).toMatchObject({ done: 1, parked: { internal_error: 1 } });
  });

  test('a ledger that fails rejects the run, and nothing more counts as done', async () => {
    const commit = () => Promise.reject(new Error('no space left'));
    const events: RunEvent[] = [];
    const running = runStages([stage('a', (n) => ok(n))], records(5), {
      commit,
      onEvent: (event) => events.push(event),
    });
    await expect(running).rejects.toThrow('no space left');
    expect(events.filter(({ type }) => type === 'record-done')).toEqual([]);
  });

  test('a full disk that a stage meets stops the run, and is no bug', async () => {
    const events: RunEvent[] = [];
    const full = stage('archive', () => {
      throw new ResumableError('disk_full', 'no space for pages');
    });
    const running = runStages([full], records(30), { onEvent: (event) => events.push(event) });
    await expect(running).rejects.toMatchObject({ code: 'disk_full' });
    expect(events.filter(({ type }) => type === 'record-parked')).toEqual([]);
  });

  test('a sub-step is durable before it returns, and is not done twice', async () => {
    let paid = 0;
    const asks = stage('model', async (n, context) => {
      const answer = await context.step('ask', { n }, async () => `answer ${(paid += 1)}`);
      if (paid === 1) throw new StageError('parse', 'retry', 'died while parsing');
      return ok(answer);
    });
    const run = await runStages([asks], records(1));
    expect(paid).toBe(1);
    expect(run.ledger.acknowledged.some((e) => e.kind === 'result' && e.step === 'ask')).toBe(true);
    expect(resultEntries(run.ledger).some((e) => e.outcome === 'failed')).toBe(true);
  });

  test('a sub-step that may be repeated is kept with the result, and not waited for', async () => {
    let goOn = (): void => undefined;
    const disk = new Promise<void>((resolve) => (goOn = resolve));
    const looks = stage('images', async (n, context) => {
      const seen = await context.step('probe', { n }, async () => 'png', { mayRepeat: true });
      goOn();
      return ok(seen);
    });
    const run = await runStages([looks], records(1), { commit: () => disk });
    const steps = resultEntries(run.ledger).map(({ step }) => step);
    expect(steps).toEqual(['probe', null]);
  });

  test('an earlier result that no longer serves is made again, but only when needed', async () => {
    let crawls = 0;
    const crawl: Stage = {
      ...stage('crawl', () => {
        crawls += 1;
        return ok('page');
      }),
      isUsable: async () => false,
    };
    const rules = (version: number): Stage => ({
      ...stage('rules', () => ok(version)),
      version,
      input: (_, outputs) => outputs['crawl']!.value,
    });
    const first = await runStages([crawl, rules(1)], records(1));
    const base = resultEntries(first.ledger);
    await runStages([crawl, rules(1)], records(1), { base });
    expect(crawls).toBe(1);
    const changed = await runStages([crawl, rules(2)], records(1), { base });
    expect(crawls).toBe(2);
    expect(recordEntries(changed.ledger)[0]?.status).toBe('complete');
  });

  test('records in flight at several deaths run last and alone; then they are given up', async () => {
    let running = 0;
    const seen: { ordinal: number; running: number }[] = [];
    const watched = stage('work', async (n) => {
      running += 1;
      await new Promise((resolve) => setImmediate(resolve));
      seen.push({ ordinal: n, running });
      running -= 1;
      return ok(n);
    });
    const probe = await runStages([watched], records(2));
    const started = probe.ledger.entries.filter(
      (entry) => entry.kind === 'attempt' && entry.phase === 'started',
    );
    const [deadly, unlucky] = started as Extract<LedgerEntry, { kind: 'attempt' }>[];
    const entries = [
      ...Array.from({ length: 3 }, () => [deadly!, unlucky!]).flat(),
      ...Array.from({ length: 2 }, () => ({ ...deadly!, alone: true })),
    ];
    seen.length = 0;
    const run = await runStages([watched], records(6), { entries });
    expect(seen.at(-1)).toEqual({ ordinal: 1, running: 1 });
    expect(seen.map(({ ordinal }) => ordinal)).not.toContain(0);
    const given = recordEntries(run.ledger).find(({ ordinal }) => ordinal === 0);
    expect(given).toMatchObject({ status: 'failed', reason: 'process_killed' });
    expect(run.outcome.done).toBe(6);
  });

  test('with `retryFailed`, failures of before run again once', async () => {
    let calls = 0;
    const recovering = stage('work', () => {
      calls += 1;
      if (calls === 1) throw new StageError('http_500', 'fail-record', 'down');
      return ok('up');
    });
    const first = await runStages([recovering], records(1));
    // Whatever its time says: clocks are set back.
    const base = resultEntries(first.ledger).map((e) => ({ ...e, at: '2099-01-01T00:00:00.000Z' }));
    const kept = await runStages([recovering], records(1), { base });
    expect(statuses(kept.ledger)).toEqual(['failed']);
    const again = await runStages([recovering], records(1), { base, retryFailed: true });
    expect(statuses(again.ledger)).toEqual(['complete']);
    expect(calls).toBe(2);
  });

  test('whatever stages do, every record is done or accounted for', async () => {
    const behaviour = fc.constantFrom('ok', 'skip', 'fail', 'retry', 'defer', 'park', 'bug');
    const plan = fc.array(fc.tuple(behaviour, fc.nat({ max: 4 })), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 8 }), async (acts, concurrency) => {
        const first = stage('act', (n) => act(acts[n]![0]));
        const entries = acts.flatMap(([, deaths], n) => died(first, n, deaths));
        const run = await runStages([first, stage('after', (n) => ok(n))], records(acts.length), {
          limits: { concurrency },
          entries,
        });
        const parked = Object.values(run.outcome.parked).reduce((sum, n) => sum + n, 0);
        const isCut = run.outcome.stopped?.code === 'internal_error';
        expect(run.outcome.done).toBe(recordEntries(run.ledger).length);
        expect(isCut || run.outcome.done + parked === acts.length).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

function act(name: string): StageResult {
  switch (name) {
    case 'skip':
      return { outcome: 'skipped', value: null, reason: 'no_website', detail: null, meta: {} };
    case 'fail':
      throw new StageError('http_404', 'fail-record', 'gone');
    case 'retry':
      throw new StageError('reset', 'retry', 'reset');
    case 'defer':
      throw new StageError('busy', 'defer', 'later', { retryAfterMs: 1 });
    case 'park':
      throw new StageError('busy', 'defer', 'much later', { retryAfterMs: 3_600_000 });
    case 'bug':
      throw new TypeError('bug');
    default:
      return ok(1);
  }
}

/** Attempts that a process left behind when it died. */
function died(killer: Stage, ordinal: number, deaths: number): LedgerEntry[] {
  const { fingerprint: key } = fingerprint(configSha256(killer), ordinal);
  const at = '2020-01-01T00:00:00.000Z';
  const line = { kind: 'attempt', at, ordinal, stage: killer.name, fingerprint: key } as const;
  return Array.from({ length: deaths }, () => ({ ...line, alone: false, phase: 'started' }));
}

interface Setting {
  limits?: Partial<RunLimits>;
  base?: readonly ResultEntry[];
  entries?: readonly LedgerEntry[];
  commit?: () => Promise<void>;
  stop?: AbortSignal;
  retryFailed?: boolean;
  onEvent?: (event: RunEvent) => void;
}

async function runStages(
  stages: readonly Stage[],
  dataset: readonly DatasetRecord[],
  setting: Setting = {},
): Promise<{
  outcome: RunRecordsOutcome;
  ledger: MemoryLedger;
  settled: <K extends 'done' | 'deferred' | 'released'>(
    kind: K,
  ) => Extract<ReturnType<typeof createMemorySource>['settlements'][number], { kind: K }>[];
}> {
  const { base, entries, commit } = setting;
  const ledger = createMemoryLedger({
    ...(base && { base }),
    ...(entries && { entries }),
    ...(commit && { commit }),
  });
  const source = createMemorySource(dataset, systemClock);
  const outcome = await runRecords({
    stages,
    source,
    ledger,
    services: {},
    limits: { ...defaultLimits, retryBaseMs: 1, ...setting.limits },
    clock: systemClock,
    log: silentLog,
    retryFailed: setting.retryFailed ?? false,
    stop: setting.stop ?? new AbortController().signal,
    onEvent: setting.onEvent ?? (() => {}),
  });
  return {
    outcome,
    ledger,
    settled: (kind) => source.settlements.filter((s) => s.kind === kind) as never,
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

function stage(
  name: string,
  run: (n: number, context: StageContext<unknown>) => StageResult | Promise<StageResult>,
): Stage {
  return {
    name,
    version: 1,
    config: {},
    required: true,
    input: (record) => record.ordinal,
    run: async (_, context) => run(context.record.ordinal, context),
  };
}

function countingStage(input: (record: DatasetRecord) => Json = (record) => record.ordinal) {
  let calls = 0;
  const counted = stage('counted', async (n) => {
    calls += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return ok(n);
  });
  return { stage: { ...counted, input }, calls: () => calls };
}

function ok(value: Json): StageResult {
  return { outcome: 'ok', value, reason: null, detail: null, meta: {} };
}

function filled(columns: Record<string, Json>): StageResult {
  return ok({ columns, evidence: [] });
}

function recordEntries(ledger: MemoryLedger): RecordEntry[] {
  return ledger.acknowledged.filter((entry) => entry.kind === 'record');
}

function resultEntries(ledger: MemoryLedger): ResultEntry[] {
  return ledger.acknowledged.filter((entry) => entry.kind === 'result');
}

function statuses(ledger: MemoryLedger): string[] {
  const sorted = recordEntries(ledger).sort((a, b) => a.ordinal - b.ordinal);
  return sorted.map(({ status }) => status);
}
