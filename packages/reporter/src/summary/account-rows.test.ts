import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountRows, MISSING_SHARD } from './account-rows.ts';

const count = fc.nat(1_000);

test('the pending reasons add up to the pending rows, most rows first', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('http_503', 'limit', 'budget'), count), (waiting) => {
      const account = accountRows(
        [
          { status: 'complete', reason: null, rows: 5 },
          ...Object.entries(waiting).map(
            ([reason, rows]) => ({ status: 'pending', reason, rows }) as const,
          ),
        ],
        { reason: 'limit', absentShardReason: MISSING_SHARD },
      );
      const rows = account.pending.map((part) => part.rows);
      expect(rows.reduce((sum, n) => sum + n, 0)).toBe(account.rows.pending);
      expect(rows).toEqual(rows.toSorted((a, b) => b - a));
      expect(account.rows.input).toBe(account.rows.pending + 5);
    }),
  );
});

test('the failure rate leaves out what was skipped or is pending', () => {
  const rate = (failed: number, complete: number) =>
    accountRows(
      [
        { status: 'failed', reason: 'http_404', rows: failed },
        { status: 'complete', reason: null, rows: complete },
        { status: 'skipped', reason: 'no_website', rows: 50 },
        { status: 'pending', reason: 'limit', rows: 50 },
      ],
      { reason: 'limit', absentShardReason: MISSING_SHARD },
    ).failureRate;
  expect(rate(1, 3)).toBe(0.25);
  expect(rate(0, 0)).toBeNull();
});
