import { expect, test } from 'vitest';
import { measureThroughput } from './measure-throughput.ts';

const minute = (firstAt: string, lastAt: string, records: number) => ({
  firstAt: `2026-11-22T${firstAt}.000Z`,
  lastAt: `2026-11-22T${lastAt}.000Z`,
  records,
});

test('nothing finished, nothing measured', () => {
  expect(measureThroughput([])).toBeNull();
});

test('short gaps count, the pause between a stop and its resume does not', () => {
  const throughput = measureThroughput([
    minute('10:00:10', '10:00:50', 5),
    minute('10:02:00', '10:02:30', 2),
    minute('18:00:00', '18:00:05', 3),
  ]);
  expect(throughput).toEqual({
    firstAt: '2026-11-22T10:00:10.000Z',
    lastAt: '2026-11-22T18:00:05.000Z',
    activeMs: (40 + 70 + 30 + 5) * 1_000,
    records: 10,
  });
});
