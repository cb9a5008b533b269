import { expect, test, vi } from 'vitest';
import { addShops, makeActionsWorld } from '../src/testing/actions-world.ts';

vi.setConfig({ testTimeout: 120_000 });

test('two dispatches at once do not disturb each other', async () => {
  await using world = await makeActionsWorld();
  await world.commit({ 'shops.csv': addShops(world.web, 6) });
  const load = () => world.load({ dataset: 'shops.csv', shards: '1' });
  const runs = [await load(), await load()];
  await Promise.all(runs.map((run) => run.dispatch()));
  for (const run of runs) {
    expect(run.jobs.map(({ result }) => result)).toEqual(['success', 'success', 'success']);
    expect(run.job('Report').summary).toContain('**6 of 6 rows enriched');
  }
  expect(world.services.rest.pulls.map(({ head }) => head)).toContain('sluice/shops-company');
});
