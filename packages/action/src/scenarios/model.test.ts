import { createModelServer } from '@sluice/testkit';
import { expect, test, vi } from 'vitest';
import { addShops, makeActionsWorld } from '../testing/actions-world.ts';

vi.setConfig({ testTimeout: 120_000 });

test('the key of a model reaches the shards alone, and the money is divided over them', async () => {
  await using model = await createModelServer({ apiKey: 'key-of-the-model' });
  await using world = await makeActionsWorld({ SLUICE_MODEL_URL: model.url });
  await world.commit({
    'shops.csv': addShops(world.web, 2),
    'sluice.config.ts':
      'export default { modelPrices: { "test-model": { input: 1, output: 1 } } };\n',
  });
  const run = await world.load(
    { dataset: 'shops.csv', shards: '2', model: 'test-model', 'budget-usd': '4' },
    { secrets: { 'model-api-key': 'key-of-the-model', SEARCH_API_KEY: 'key-of-the-search' } },
  );
  await run.dispatch();
  expect(run.jobs.map(({ result }) => result)).toEqual(Array(4).fill('success'));
  expect(model.tally().answered).toBeGreaterThan(0);
  expect(run.job('Plan').summary).toContain('Model calls may cost 4.00 USD.');
  const matrix = run.jobs.flatMap(({ matrix: entry }) => entry['budget_usd'] ?? []);
  expect(matrix).toEqual(['2', '2']);
  expect(JSON.stringify(run.jobs)).not.toMatch(/key-of-the-(model|search)/);
});
