import type { Handler } from '@sluice/testkit';
import { page } from '@sluice/testkit';
import type { StepProcess, WorkflowRun } from '@sluice/testkit/workflows';
import { expect, test, vi } from 'vitest';
import { addShops, makeActionsWorld, type ActionsWorld } from '../testing/actions-world.ts';

vi.setConfig({ testTimeout: 120_000 });

const ROWS = 10;
const HOME = '<title>Alder 0 Roofing</title><p>Call (202) 555-0100</p>';

/** Everything but the row at the gate is done and saved; how many rows the shard has is not known before. */
const ALL_BUT_ONE = new RegExp(
  `^checkpoint saved: (${Array.from({ length: ROWS }, (_, n) => `${n} of ${n + 1}`).join('|')}) rows`,
);

/** A website that does not answer before it is opened. */
function makeGate() {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const handler: Handler = async (exchange) => {
    reached.resolve();
    await opened.promise;
    await page(HOME)(exchange);
  };
  return { handler, reached: reached.promise, open: opened.resolve };
}

/** Dispatches a run of two shards, and does something to the runner whose shard waits at the gate. */
async function dispatch(
  world: ActionsWorld,
  gate: ReturnType<typeof makeGate>,
  act: (step: StepProcess) => Promise<void>,
): Promise<WorkflowRun> {
  await world.commit({ 'shops.csv': addShops(world.web, ROWS, { 0: gate.handler }) });
  let current: StepProcess | undefined;
  const acted = gate.reached.then(() => act(current!));
  const run = await world.load(
    { dataset: 'shops.csv', shards: '2' },
    {
      onStep(_, step, process) {
        if (step === 'Enrich') current = process;
      },
    },
  );
  await run.dispatch();
  await acted;
  return run;
}

/** The name of the job that was acted on; both shards are in the matrix. */
function unfinishedJob(run: WorkflowRun): string {
  const [open, ...others] = run.jobs.filter(
    ({ id, result }) => id === 'enrich' && result !== 'success',
  );
  expect(others).toEqual([]);
  return open!.name;
}

/** Requests to each website so far. */
function requestsByHost({ web }: ActionsWorld): Record<string, number> {
  const hosts = Object.entries(web.counts().byHost);
  return Object.fromEntries(hosts.map(([host, { requests }]) => [host, requests]));
}

test('a lost runner costs what came after its last checkpoint, and re-running failed jobs continues', async () => {
  await using world = await makeActionsWorld();
  const gate = makeGate();
  const run = await dispatch(world, gate, async (step) => {
    await step.waitForLine(ALL_BUT_ONE);
    step.lose();
  });
  const lost = unfinishedJob(run);
  const [, shard] = /(\d) of 2/.exec(lost)!;
  const report = run.job('Report');
  expect(report.result).toBe('failure');
  expect(report.summary).toMatch(
    new RegExp(`^\\| ${shard} \\| \\d+ \\| \\d+ \\| cache entry`, 'm'),
  );
  const error = report.annotations.find(({ name }) => name === 'error');
  expect(error?.message).toContain(`the run is incomplete: shard ${shard} of 2`);
  expect(world.services.rest.pulls[0]).toMatchObject({
    title: 'Sluice: shops (company), incomplete',
  });

  const before = requestsByHost(world);
  gate.open();
  await run.rerunFailed();
  expect(run.ran).toEqual([lost, 'Report']);
  expect(run.jobs.map(({ result }) => result)).toEqual(Array(4).fill('success'));
  const lines = run.job(lost).steps.at(-1)!.lines.join('\n');
  const [, settled, rows] = /continuing from cache entry \S+: (\d+) of (\d+) rows/.exec(lines)!;
  expect(Number(settled)).toBe(Number(rows) - 1);
  // Of what was saved nothing is asked again.
  const after = requestsByHost(world);
  expect(Object.keys(after).filter((host) => after[host] !== before[host])).toEqual(['shop0.test']);
  expect(world.services.rest.pulls[0]!.title).toBe('Sluice: shops (company)');
  expect(world.services.rest.pulls[0]!.body).toContain(`Attempt 2 at shard ${shard} went on from`);
});
