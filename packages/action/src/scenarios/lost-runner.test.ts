import { expect, test, vi } from 'vitest';
import { makeActionsWorld, type ActionsWorld } from '../testing/actions-world.ts';
import {
  askedHosts,
  dispatchToGate,
  GATED_ROWS,
  unfinishedShard,
} from '../testing/dispatch-to-gate.ts';
import { makeGate } from '../testing/make-gate.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Everything but the row at the gate is done and saved; how many rows the shard has is not known before. */
const ALL_BUT_ONE = new RegExp(
  `^checkpoint saved: (${Array.from({ length: GATED_ROWS }, (_, n) => `${n} of ${n + 1}`).join('|')}) rows`,
);

/** Lines of the published results whose row is done. */
async function finishedRows(world: ActionsWorld): Promise<string[]> {
  const file = 'data/published/shops-company/results.csv';
  const lines = (await world.git('show', `sluice/shops-company:${file}`)).split('\n');
  return lines.filter((line) => line.includes(',complete,'));
}

test('a lost runner costs what came after its last checkpoint, and re-running failed jobs continues', async () => {
  await using world = await makeActionsWorld();
  const gate = makeGate();
  const run = await dispatchToGate(world, gate, async (step) => {
    await step.waitForLine(ALL_BUT_ONE);
    step.lose();
  });
  const { job: lost, shard } = unfinishedShard(run);
  const report = run.job('Report');
  expect(report.result).toBe('failure');
  expect(report.summary).toMatch(
    new RegExp(`^\\| ${shard} \\| \\d+ \\| \\d+ \\| cache entry`, 'm'),
  );
  const error = report.annotations.find(({ name }) => name === 'error');
  expect(error?.message).toContain(`the run is incomplete: shard ${shard} of 2`);
  const [pull] = world.services.rest.pulls;
  expect(pull?.title).toBe('Sluice: shops (company), incomplete');

  const finished = await finishedRows(world);
  const before = world.web.counts().byHost;
  gate.open();
  await run.rerunFailed();
  expect(run.ran).toEqual([lost, 'Report']);
  expect(run.jobs.map(({ result }) => result)).toEqual(Array(4).fill('success'));
  const lines = run.job(lost).steps.at(-1)!.lines.join('\n');
  const [, settled, rows] = /continuing from cache entry \S+: (\d+) of (\d+) rows/.exec(lines)!;
  expect(Number(settled)).toBe(Number(rows) - 1);
  // Of what was saved nothing is asked again.
  expect(askedHosts(world, before)).toEqual(['shop0.test']);
  // What stood in the results stands there still; the lost shard's last row has come to it.
  const rowsNow = await finishedRows(world);
  expect(rowsNow).toHaveLength(GATED_ROWS);
  expect(rowsNow).toEqual(expect.arrayContaining(finished));
  expect(finished).toHaveLength(GATED_ROWS - 1);
  expect(pull?.title).toBe('Sluice: shops (company)');
  expect(pull?.body).toContain(`Attempt 2 at shard ${shard} went on from a checkpoint of`);
});
