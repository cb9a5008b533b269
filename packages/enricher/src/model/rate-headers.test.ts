import { expect, test } from 'vitest';
import { readRetryAfterMs, readStatedLimits } from './rate-headers.ts';

const stated = (fields: Record<string, string>) => readStatedLimits(new Headers(fields));

test.each([
  ['85ms', 85],
  ['1.2s', 1_200],
  ['6m0s', 360_000],
  ['1h2m3.5s', 3_723_500],
  ['12', 12_000],
  ['soon', null],
])('reads a reset in `%s`', (reset, resetMs) => {
  const limits = stated({
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '59',
    'x-ratelimit-reset-requests': reset,
  });
  expect(limits).toEqual({ requests: { limit: 60, remaining: 59, resetMs }, tokens: null });
});

test('figures that say nothing are none', () => {
  const limits = stated({
    'x-ratelimit-limit-tokens': '-1',
    'x-ratelimit-remaining-tokens': '-1',
    'x-ratelimit-reset-tokens': '0',
    'x-ratelimit-limit-requests': '60',
  });
  expect(limits).toEqual({ requests: null, tokens: null });
});

test('reads when to come back, the finest unit first', () => {
  const nowMs = Date.parse('2026-01-01T00:00:00Z');
  const read = (fields: Record<string, string>) => readRetryAfterMs(new Headers(fields), nowMs);
  expect(read({ 'retry-after-ms': '120', 'retry-after': '1' })).toBe(120);
  expect(read({ 'retry-after': '7' })).toBe(7_000);
  expect(read({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' })).toBe(30_000);
  expect(read({ 'retry-after': 'later' })).toBeNull();
  expect(read({})).toBeNull();
});
