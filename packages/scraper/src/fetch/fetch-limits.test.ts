import { expect, test } from 'vitest';
import { defaultFetchLimits, fetchLimitsWithin } from './fetch-limits.ts';

test('limits of time keep their proportion, and all others stay', () => {
  expect(fetchLimitsWithin(defaultFetchLimits.totalTimeoutMs)).toEqual(defaultFetchLimits);
  expect(fetchLimitsWithin(6_000)).toEqual({
    ...defaultFetchLimits,
    connectTimeoutMs: 2_000,
    headersTimeoutMs: 3_000,
    bodyTimeoutMs: 3_000,
    totalTimeoutMs: 6_000,
  });
});
