import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountRows, MISSING_SHARD } from './account-rows.ts';

const count = fc.nat(1_000);
const parkedRows = fc.dictionary(fc.constantFrom('http_429', 'http_503', 'limit'), count);

test('the pending reasons add up to the pending rows, however many were parked', () => {
  fc.assert(
    fc.property(count, count, parkedRows, (stopped, missing, parked) => {
      const account = accountRows(
        [
          { status: 'complete', reason: null, rows: 5 },
          { status: 'pending', reason: 'limit', rows: stopped },
          { status: 'pending', reason: MISSING_SHARD, rows: missing },
        ],
        { reason: 'limit', absentShardReason: MISSING_SHARD, parked },
      );
      const total = account.pending.reduce((sum, { rows }) => sum + rows, 0);
      expect(total).toBe(stopped + missing);
      expect(account.rows.pending).toBe(stopped + missing);
      expect(account.pending.every(({ rows }) => rows > 0)).toBe(true);
      expect(account.pending.find(({ reason }) => reason === MISSING_SHARD)?.rows ?? 0).toBe(
        missing,
      );
    }),
  );
});

test('rows that wait keep their own reason', () => {
  const { pending } = accountRows([{ status: 'pending', reason: 'interrupted', rows: 10 }], {
    reason: 'interrupted',
    absentShardReason: MISSING_SHARD,
    parked: { http_429: 4 },
  });
  expect(pending).toEqual([
    { reason: 'interrupted', rows: 6 },
    { reason: 'http_429', rows: 4 },
  ]);
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
      { reason: 'limit', absentShardReason: MISSING_SHARD, parked: {} },
    ).failureRate;
  expect(rate(1, 3)).toBe(0.25);
  expect(rate(0, 0)).toBeNull();
});
