import { expect, test } from 'vitest';
import { formatFigures, isReached, type Figure } from './figure.ts';

const figure: Figure = { bench: 'b', name: 'n', value: 0.3, unit: '', digits: 2 };

test.each([
  [0.3, { atLeast: 0.3 }, true],
  [0.29, { atLeast: 0.3 }, false],
  [1.3, { atMost: 1.3 }, true],
  [1.31, { atMost: 1.3 }, false],
  [20, { below: 20 }, false],
])('%d against %j', (value, target, expected) => {
  expect(isReached({ ...figure, value, target })).toBe(expected);
});

test('a table tells what was missed', () => {
  const missed: Figure = { ...figure, value: 1234.5, unit: 'ms', digits: 1, target: { below: 20 } };
  expect(formatFigures([figure, missed]).split('\n')).toEqual([
    '| bench | figure | measured   | target    | verdict |',
    '| ----- | ------ | ---------- | --------- | ------- |',
    '| b     | n      | 0.30       |           |         |',
    '| b     | n      | 1,234.5 ms | < 20.0 ms | MISSED  |',
  ]);
});
