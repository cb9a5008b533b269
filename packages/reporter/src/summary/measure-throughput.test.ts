import { expect, test } from 'vitest';
import { measureThroughput } from './measure-throughput.ts';

const minute = (firstAt: string, lastAt: string, records: number) => ({
  firstAt: `2026-11-22T${firstAt}.000Z`,
  lastAt: `2026-11-22T${lastAt}.000Z`,
  records,
});

test('nothing finished, nothing measured', () => {
  expect(measureThroughput([], null)).toBeNull();
});

test('short gaps count, the pause between a stop and its resume does not', () => {
  const throughput = measureThroughput(
    [
      minute('10:00:10', '10:00:50', 5),
      minute('10:02:00', '10:02:30', 2),
      minute('18:00:00', '18:00:05', 3),
    ],
    null,
  );
  expect(throughput).toEqual({
    firstAt: '2026-11-22T10:00:10.000Z',
    lastAt: '2026-11-22T18:00:05.000Z',
    activeMs: (40 + 70 + 30 + 5) * 1_000,
    records: 10,
  });
});

test('the time of the first visit counts, if no pause followed it', () => {
  const together = [minute('10:00:10', '10:00:10', 50)];
  expect(measureThroughput(together, '2026-11-22T10:00:05.000Z')).toMatchObject({
    firstAt: '2026-11-22T10:00:05.000Z',
    activeMs: 5_000,
  });
  for (const beganAt of ['2026-11-22T10:00:30.000Z', '2026-11-21T10:00:00.000Z', null]) {
    expect(measureThroughput(together, beganAt)).toMatchObject({ activeMs: 0 });
  }
});
