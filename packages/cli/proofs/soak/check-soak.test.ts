import { expect, test } from 'vitest';
import { checkSoak } from './check-soak.ts';
import { countBy } from './count-by.ts';
import { planEveryKind, planSoak, type SoakPlan } from './plan-soak.ts';
import type { ResultRow, SoakCall, SoakOutcome } from './run-soak.ts';

const plan = planEveryKind(2);
const waiting = plan.records.find(({ end }) => end.status === 'pending')!;
const wellBehaved = plan.records.at(-1)!;

/** What a run comes to in which everything is as scripted. */
function scripted({ records }: SoakPlan): SoakOutcome {
  const rows = records.map(({ id, phone, end }): ResultRow => ({
    id,
    phone: end.hasPhone ? phone : null,
    _status: end.status,
    _reason: end.reason,
  }));
  const statuses = countBy(records.map(({ end }) => end.status));
  const reasons = countBy(
    records.flatMap(({ end }) => (end.status === 'pending' ? [end.reason!] : [])),
  );
  const call: SoakCall = {
    end: { exitCode: 3, signal: null, stdout: '', stderr: '', elapsedMs: 1_000 },
    rows,
    counts: {
      input: records.length,
      complete: statuses.get('complete') ?? 0,
      partial: 0,
      skipped: statuses.get('skipped') ?? 0,
      failed: statuses.get('failed') ?? 0,
      pending: statuses.get('pending') ?? 0,
    },
    pending: [...reasons].map(([reason, count]) => ({
      reason,
      rows: count,
      explanation: null,
    })),
    requests: new Map([[records.find(({ end }) => end.status === 'pending')!.host, 2]]),
    healthReasons: [],
    progress: [
      { atMs: 0, done: 0 },
      { atMs: 100, done: records.length * 0.3 },
      { atMs: 200, done: records.length * 0.9 },
      { atMs: 300, done: records.length },
    ],
    memory: [
      { atMs: 100, rssBytes: 100 },
      { atMs: 250, rssBytes: 115 },
    ],
  };
  const evidence = { rows: 10, broken: [] };
  return { first: call, second: call, evidence, tripwireConnections: 0 };
}

function violations(spoil: Partial<SoakCall>, rest: Partial<SoakOutcome> = {}): readonly string[] {
  const outcome = scripted(plan);
  const first = { ...outcome.first, ...spoil };
  return checkSoak(plan, { ...outcome, first, ...rest }).violations;
}

test('what is as scripted violates nothing', () => {
  expect(violations({})).toEqual([]);
});

const good = scripted(plan).first;
const [, ...others] = good.rows;
const last = good.rows.at(-1)!;
const butLast = good.rows.slice(0, -1);

test.each<readonly [what: string, spoil: Partial<SoakCall>, violation: RegExp]>([
  ['an exit code', { end: { ...good.end, exitCode: 0 } }, /exit code 0 instead of 3/],
  ['a count', { counts: { ...good.counts, failed: 0 } }, /the five counts come to/],
  ['a record (lost)', { rows: others }, /\(r1\) is missing/],
  ['a record (twice)', { rows: [...good.rows, last] }, /1 records are there twice/],
  [
    'a status',
    { rows: [...butLast, { ...last, _status: 'failed', _reason: 'http_500' }] },
    new RegExp(`${wellBehaved.host}: failed http_500 instead of complete`),
  ],
  [
    'a value',
    { rows: [...butLast, { ...last, phone: '+12025550100' }] },
    new RegExp(`${wellBehaved.host}: phone`),
  ],
  [
    'a value that nobody published',
    { rows: [{ ...good.rows[0]!, phone: '+12025550100' }, ...others] },
    /phone \+12025550100 instead of null/,
  ],
  ['a row (waiting)', { pending: good.pending.slice(1) }, /0 rows wait for http_/],
  ['the health', { healthReasons: ['lag', 'dns_failed'] }, /the web's faults for its own/],
  ['a request', { requests: new Map([['127.0.0.1', 1]]) }, /127.0.0.1 was asked/],
  ['a number of requests', { requests: new Map([[waiting.host, 61]]) }, /asked 61 times/],
])('%s that is not as scripted is named', (_what, spoil, violation) => {
  expect(violations(spoil).filter((line) => violation.test(line))).toHaveLength(1);
});

test('repeated work, evidence that is not borne out, and connections inside are named', () => {
  const second = { ...good, requests: new Map([[wellBehaved.host, 1]]) };
  expect(violations({}, { second })).toEqual([
    expect.stringContaining('asked 1 times by the second'),
  ]);
  const evidence = { rows: 10, broken: ['phone of a.test'] };
  expect(violations({}, { evidence })).toEqual(['evidence: phone of a.test']);
  expect(violations({}, { evidence: { rows: 0, broken: [] } })).toEqual(['there is no evidence']);
  expect(violations({}, { tripwireConnections: 1 })).toEqual(['1 connections to the tripwire']);
});

test('memory that grows is named where there are records enough to tell', () => {
  const large = planSoak(1_000, 7);
  const outcome = scripted(large);
  expect(checkSoak(large, outcome).violations).toEqual([]);
  const memory = [outcome.first.memory[0]!, { atMs: 250, rssBytes: 116 }];
  const grown = { ...outcome, first: { ...outcome.first, memory } };
  expect(checkSoak(large, grown).violations).toEqual(['memory grew by a factor of 1.16']);
});
