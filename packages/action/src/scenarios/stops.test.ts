import { expect, test, vi } from 'vitest';
import { addShops, makeActionsWorld } from '../testing/actions-world.ts';
import { askedHosts } from '../testing/dispatch-to-gate.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a shard stops itself before the job’s limit; without caches it goes on from its artifact', async () => {
  await using world = await makeActionsWorld({ SLUICE_CONCURRENCY: '1' });
  await world.commit({ 'shops.csv': addShops(world.web, 8, {}, 300) });
  world.services.rest.permissions.pulls = false;
  const inputs = { dataset: 'shops.csv', shards: '1', 'time-budget': '2s' };
  const run = await world.load(inputs);
  await run.dispatch();
  const stopped = run.job('Enrich 1 of 1');
  expect(stopped.result).toBe('failure');
  const words = stopped.annotations.map(({ message }) => message).join('\n');
  expect(words).toContain('shard 1/1 is not finished; nothing that was done is lost');
  // No permission to open pull requests: the branch is there, and the link.
  const report = run
    .job('Report')
    .annotations.map(({ message }) => message)
    .join('\n');
  expect(report).toContain('GitHub Actions is not permitted to create or approve pull requests');
  expect(report).toContain('octo/data/compare/main...sluice/shops-company?expand=1');
  expect(await world.git('log', '--oneline', 'sluice/shops-company')).toContain('incomplete');

  world.services.caches.evict();
  addShops(world.web, 8);
  const before = world.web.counts().byHost;
  await run.rerunFailed();
  const lines = run.job('Enrich 1 of 1').steps.at(-1)!.lines.join('\n');
  // On a busy machine two seconds may not do for the rest either.
  while (run.job('Enrich 1 of 1').result !== 'success') await run.rerunFailed();
  const [, settled] = /continuing from attempt 1: (\d+) of 8 rows/.exec(lines)!;
  expect(askedHosts(world, before)).toHaveLength(8 - Number(settled));
  expect(run.job('Report').result).toBe('success');
});
