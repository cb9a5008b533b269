import { expect, test } from 'vitest';
import { formatCount, formatUsd, plural } from './format-figures.ts';

test('counts have their thousands apart, and one of a thing is one thing', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(plural(1, 'row')).toBe('1 row');
  expect(plural(0, 'row')).toBe('0 rows');
  expect(plural(12_345, 'row')).toBe('12,345 rows');
});

test.each([
  [0, '$0.00'],
  [0.000012, '$0.000012'],
  [0.0123, '$0.0123'],
  [0.5, '$0.5000'],
  [12.3456, '$12.35'],
])('%d dollars read %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});
