import { expect, test, vi } from 'vitest';
import { makeActionsWorld } from '../src/testing/actions-world.ts';
import { dispatchToGate, unfinishedShard } from '../src/testing/dispatch-to-gate.ts';
import { makeGate } from '../src/testing/make-gate.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a runner that was lost before it saved leaves a shard missing, which is named', async () => {
  await using world = await makeActionsWorld();
  const gate = makeGate();
  const act = async (step: { lose(): void }) => step.lose();
  const run = await dispatchToGate(world, gate, act, { SLUICE_SAVE_INTERVAL: '600' });
  const { shard } = unfinishedShard(run);
  const report = run.job('Report');
  expect(report.result).toBe('failure');
  expect(report.summary).toMatch(new RegExp(`^\\| ${shard} \\| \\d+ \\| missing \\|`, 'm'));
  const [pull] = world.services.rest.pulls;
  expect(pull?.body).toContain(`Shard ${shard} has not delivered its results`);
  gate.open();
});
