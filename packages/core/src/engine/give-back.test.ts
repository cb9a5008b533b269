import { expect, test } from 'vitest';
import { StageError } from '../errors.ts';
import { planDeferral, planRetry } from './give-back.ts';
import { takeInHand, type RecordInHand } from './record-in-hand.ts';
import { defaultLimits } from './run-limits.ts';

const limits = { ...defaultLimits, retryBaseMs: 100, maxDeferMs: 10_000 };
const later = new StageError('busy', 'defer', 'later', { retryAfterMs: 4_000 });

function inHand(attempts: Record<string, number>, deferredMs = 0): RecordInHand {
  const record = { key: 'k', ordinal: 0, shardKey: 's', values: {} };
  return takeInHand({ record, state: { attempts, deferrals: 1, deferredMs } });
}

test('the wait for the next attempt doubles, and is as long as the error asks', () => {
  const broken = new StageError('reset', 'retry', 'reset');
  const waits = [2, 3, 4].map((spent) => planRetry(inHand({ crawl: spent }), broken, limits));
  expect(waits.map(({ dueInMs }) => dueInMs)).toEqual([100, 200, 400]);
  const asked = new StageError('reset', 'retry', 'reset', { retryAfterMs: 9_000 });
  expect(planRetry(inHand({ crawl: 2 }), asked, limits)).toEqual({
    dueInMs: 9_000,
    state: { attempts: { crawl: 2 }, deferrals: 1, deferredMs: 0 },
  });
});

test('a deferral adds to what the record was asked to wait, and costs no attempt', () => {
  expect(planDeferral(inHand({}, 1_000), later, limits)).toEqual({
    dueInMs: 4_000,
    state: { attempts: {}, deferrals: 2, deferredMs: 5_000 },
  });
});

test('a record that would wait longer in all than it may is not given back', () => {
  expect(planDeferral(inHand({}, 6_001), later, limits)).toBeNull();
  expect(planDeferral(inHand({}, 6_000), later, limits)).not.toBeNull();
});
