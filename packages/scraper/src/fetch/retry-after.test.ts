import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxRetryAfterMs, minRetryAfterMs, parseRetryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120_000],
    [' 7 ', 7_000],
    ['0', minRetryAfterMs],
    ['99999999999999999999', maxRetryAfterMs],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sunday, 22-Nov-26 12:01:00 GMT', 60_000],
    ['Sun Nov 22 12:02:00 2026', 120_000],
    ['Sun, 22 Nov 2099 12:00:00 GMT', maxRetryAfterMs],
  ])('reads `%s` as %i ms', (value, waitMs) => {
    expect(parseRetryAfter(value, now)).toBe(waitMs);
  });

  it.each([
    undefined,
    '',
    '-1',
    '-120',
    '1.5',
    '+3',
    '1e3',
    'soon',
    'NaN',
    '2027-01-01',
    '12:00:30',
    'Sun, 22 Nov 2026 11:59:59 GMT',
    'Mon, 01 Jan 1990 00:00:00 GMT',
    'Sun, 99 Foo 2026 12:00:00 GMT',
  ])('ignores `%s`', (value) => {
    expect(parseRetryAfter(value, now)).toBeNull();
  });

  it('stays within its limits for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (value) => {
        const waitMs = parseRetryAfter(value, now);
        if (waitMs === null) return;
        expect(waitMs).toBeGreaterThanOrEqual(minRetryAfterMs);
        expect(waitMs).toBeLessThanOrEqual(maxRetryAfterMs);
      }),
    );
  });
});
