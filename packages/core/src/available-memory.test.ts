import { totalmem } from 'node:os';
import { expect, test } from 'vitest';
import { availableMemory } from './available-memory.ts';

test('availableMemory is no more than the machine has', () => {
  expect(availableMemory()).toBeGreaterThan(1e8);
  expect(availableMemory()).toBeLessThanOrEqual(totalmem());
});
