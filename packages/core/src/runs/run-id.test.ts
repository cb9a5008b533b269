import { expect, test } from 'vitest';
import { createRunId, isRunId } from './run-id.ts';

test('ids sort by time, to the millisecond', () => {
  const times = [0, 1, 999, 1_000, 86_400_000].map((ms) => Date.UTC(2026, 10, 22, 6, 10, 30) + ms);
  const ids = times.map(createRunId);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every(isRunId)).toBe(true);
  expect(ids[2]).toMatch(/^20261122-061030-999[0-9a-f]{3}$/);
});
