import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../../src/testing/enrich.ts';
import { measureBalance } from './measure-balance.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('a domain with a sixth of the rows leaves no shard with much more work than the others', async () => {
  const { requests, ratio } = await measureBalance({
    domains: 250,
    rowsOfHeavyDomain: 50,
    shards: 4,
  });
  // Every row is a page, and every domain a robots.txt.
  expect(requests.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(550);
  expect(ratio).toBeLessThanOrEqual(1.15);
});
