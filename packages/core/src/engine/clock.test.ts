import { expect, test } from 'vitest';
import { neverBack } from './clock.ts';

test('a clock that is set back stands still and goes on, one that is set forward is followed', () => {
  const readings = [1_000, 1_010, 400, 405, 2_000, 2_500, 9_000, 8_000, 8_001];
  const read = neverBack(() => readings.shift()!);
  expect(Array.from({ length: 9 }, read)).toEqual([
    1_000, 1_010, 1_010, 1_015, 2_610, 3_110, 9_610, 9_610, 9_611,
  ]);
});
