import { expect, test, vi } from 'vitest';
import { addShops, makeActionsWorld, shopsCsv } from '../testing/actions-world.ts';

vi.setConfig({ testTimeout: 120_000 });

const DATA = 'data/published/shops-company/results.csv';

test('a dispatched run is planned, enriched in shards, and ends as a pull request that the next updates', async () => {
  await using world = await makeActionsWorld();
  await world.commit({ 'data/shops.csv': addShops(world.web, 13) });
  const inputs = { dataset: 'data/shops.csv', shards: '4', commit: 'data' };
  const run = await world.load(inputs);
  await run.dispatch();
  expect(run.jobs.map(({ name, result }) => `${name}: ${result}`)).toEqual([
    'Plan: success',
    ...[1, 2, 3, 4].map((shard) => `Enrich ${shard} of 4: success`),
    'Report: success',
  ]);
  expect(run.job('Plan').summary).toContain('13 rows in 4 shards');
  expect(run.job('Enrich 1 of 4').summary).toMatch(/🟢 (\d+) of \1 rows done/);
  expect(run.job('Report').summary).toContain('**13 of 13 rows enriched');

  const [pull] = world.services.rest.pulls;
  expect(pull).toMatchObject({
    head: 'sluice/shops-company',
    base: 'main',
    title: 'Sluice: shops (company)',
  });
  expect(pull!.body).toContain('**13 of 13 rows enriched');
  const results = await world.git('show', `sluice/shops-company:${DATA}`);
  expect(results.split('\n')[0]).toMatch(/^id,website,company_name,/);
  expect(results).toContain('r7,http://shop7.test/,Alder 7 Roofing');
  // What was done is elsewhere now; a cache is for what is not.
  expect(world.services.caches.entries).toEqual([]);

  // A website more, and one fewer shard: the rest is taken over, in this workflow run from the one before.
  const before = world.web.counts().requests;
  addShops(world.web, 14);
  await world.commit({ 'data/shops.csv': shopsCsv(14) });
  const next = await world.load({ ...inputs, shards: '2' });
  await next.dispatch();
  expect(next.job('Report').result).toBe('success');
  const asked = world.web.requests().slice(before);
  expect(new Set(asked.map(({ host }) => host))).toEqual(new Set(['shop13.test']));
  expect(world.services.rest.pulls).toHaveLength(1);
  expect(world.services.rest.pulls[0]!.body).toContain('## What changed since');
  expect(world.services.rest.pulls[0]!.body).toContain('1 new row');
  const log = await world.git('log', '--oneline', 'main..sluice/shops-company');
  expect(log.split('\n')).toHaveLength(1);
});
