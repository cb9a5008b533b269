import { expect, test, vi } from 'vitest';
import { makeActionsWorld } from '../src/testing/actions-world.ts';

vi.setConfig({ testTimeout: 120_000 });

test('two dispatches of the sample at once do not disturb each other', async () => {
  await using world = await makeActionsWorld();
  await world.commit({ 'README.md': 'Nothing of its own' });
  const load = () => world.load({ shards: '1' });
  const runs = [await load(), await load()];
  await Promise.all(runs.map((run) => run.dispatch()));
  for (const run of runs) {
    expect(run.jobs.map(({ result }) => result)).toEqual(['success', 'success', 'success']);
    expect(run.job('Report').summary).toContain('**20 of 26 rows enriched');
  }
  expect(world.services.rest.pulls.map(({ head }) => head)).toContain('sluice/sample-company');
});
