import { expect, test } from 'vitest';
import { parseDuration } from './parse-duration.ts';

test.each([
  ['5h30m', 19_800_000],
  ['30d', 2_592_000_000],
  ['250ms', 250],
  ['1.5h', 5_400_000],
  [' 10m ', 600_000],
])('reads `%s`', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '5', 'h', '5x', '5h 30m', '-5m', '5h30'])('refuses `%s`', (text) => {
  expect(parseDuration(text)).toBeNull();
});
