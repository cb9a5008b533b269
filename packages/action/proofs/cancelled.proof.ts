import { expect, test, vi } from 'vitest';
import { makeActionsWorld } from '../src/testing/actions-world.ts';
import { askedHosts, dispatchToGate, unfinishedShard } from '../src/testing/dispatch-to-gate.ts';
import { makeGate } from '../src/testing/make-gate.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a cancelled shard saves what it has, and re-running repeats nothing', async () => {
  await using world = await makeActionsWorld();
  const gate = makeGate();
  const run = await dispatchToGate(
    world,
    gate,
    async (step) => {
      step.cancel();
      await step.waitForLine(/the job is being cancelled/);
      gate.open();
    },
    { SLUICE_SAVE_INTERVAL: '600' },
  );
  const { job } = unfinishedShard(run);
  expect(run.job(job).result).toBe('cancelled');
  const before = world.web.counts().byHost;
  const done = await run.rerunFailed().then(() => run.job(job).steps.at(-1)!.lines.join('\n'));
  expect(done).toMatch(/continuing from (attempt 1|cache entry \S+): \d+ of \d+ rows/);
  expect(askedHosts(world, before)).toEqual([]);
  expect(run.job('Report').result).toBe('success');
});
