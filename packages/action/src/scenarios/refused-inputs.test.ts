import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { makeActionsWorld } from '../testing/actions-world.ts';

vi.setConfig({ testTimeout: 120_000 });

test('what is no dataset of the repository is refused before anything is done, with an annotation', async () => {
  await using world = await makeActionsWorld();
  await world.commit({ 'list.csv': 'name\nA\n' });
  await symlink('/etc/passwd', join(world.checkout, 'passwd.csv'));
  await world.commit({});
  const refused: [Record<string, string>, string][] = [
    [{ dataset: '"; id #' }, 'the repository has no file'],
    [{ dataset: '../../etc/passwd' }, 'the repository has no file'],
    [{ dataset: 'passwd.csv' }, 'leads out of the repository'],
    [{ dataset: 'x'.repeat(10_000) }, 'has 10000 characters'],
    [{ dataset: 'list.csv', 'budget-usd': '$(id)' }, 'budget-usd `$(id)` is not a number'],
    [{ dataset: 'list.csv', shards: '257' }, '--shards `"257"` (environment): at most 256'],
    [{ dataset: 'list.csv' }, 'website'],
  ];
  for (const [inputs, words] of refused) {
    const run = await world.load(inputs);
    await run.dispatch();
    expect(run.jobs.map(({ result }) => result)).toEqual(['failure', 'skipped']);
    const [error] = run.job('Plan').annotations;
    expect(error).toMatchObject({ name: 'error', properties: { title: 'Refused' } });
    expect(error!.message).toContain(words);
  }
  expect(world.services.artifacts.artifacts).toEqual([]);
});
