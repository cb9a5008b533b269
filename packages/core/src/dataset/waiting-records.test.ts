import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WaitingRecords } from './waiting-records.ts';

const state = { attempts: {}, deferrals: 1, deferredMs: 0 };
const step = fc.oneof(
  fc.record({
    add: fc.integer({ min: 0, max: 50 }),
    reason: fc.constantFrom('rate_limited', 'later'),
  }),
  fc.record({ nowMs: fc.integer({ min: 0, max: 60 }), max: fc.integer({ min: 0, max: 4 }) }),
);

describe('WaitingRecords', () => {
  test('gives due records as a sorted list would, and counts them by reason', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const waiting = new WaitingRecords();
        let expected: { ordinal: number; dueMs: number; reason: string; state: typeof state }[] =
          [];
        for (const [ordinal, action] of steps.entries()) {
          if ('add' in action) {
            const record = { ordinal, dueMs: action.add, reason: action.reason, state };
            waiting.add(record);
            expected.push(record);
            expected.sort((a, b) => a.dueMs - b.dueMs || a.ordinal - b.ordinal);
            continue;
          }
          const due = expected.filter(({ dueMs }) => dueMs <= action.nowMs).slice(0, action.max);
          expected = expected.filter((record) => !due.includes(record));
          expect(waiting.takeDue(action.nowMs, action.max)).toEqual(due);
        }
        expect(waiting.size).toBe(expected.length);
        expect(waiting.nextDueMs).toBe(expected[0]?.dueMs ?? null);
        const later = expected.filter(({ reason }) => reason === 'later').length;
        expect(waiting.reasons.get('later') ?? 0).toBe(later);
      }),
      { numRuns: 300 },
    );
  });
});
