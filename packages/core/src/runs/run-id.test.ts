import { expect, test } from 'vitest';
import { createRunId, isRunId } from './run-id.ts';

test('ids sort by time, to the millisecond', () => {
  const times = [0, 1, 999, 1_000, 86_400_000].map((ms) => Date.UTC(2026, 10, 22, 6, 10, 30) + ms);
  const ids = times.map((ms) => createRunId(ms));
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every(isRunId)).toBe(true);
  expect(ids[2]).toMatch(/^20261122-061030-999[0-9a-f]{3}$/);
});

test('an id sorts behind the latest one, also when the clock went back', () => {
  const latest = createRunId(Date.UTC(2031, 11, 31, 23, 59, 59, 999));
  const next = createRunId(Date.UTC(2026, 10, 22), latest);
  expect(next).toMatch(/^20320101-000000-000[0-9a-f]{3}$/);
  expect(createRunId(Date.UTC(2033, 0, 1), next)).toMatch(/^20330101-000000-000/);
});
