import type { StepProcess, WorkflowRun } from '@sluice/testkit/workflows';
import { addShops, type ActionsWorld } from './actions-world.ts';
import type { Gate } from './make-gate.ts';

/** Rows of the dataset; the first one's website is the gate. */
export const GATED_ROWS = 10;

/**
 * Dispatches a run of two shards, and does something to the runner whose shard waits at the gate. Jobs run
 * one after another, so that it is known which that is.
 */
export async function dispatchToGate(
  world: ActionsWorld,
  gate: Gate,
  act: (step: StepProcess) => Promise<void>,
  variables?: Readonly<Record<string, string>>,
): Promise<WorkflowRun> {
  await world.commit({ 'shops.csv': addShops(world.web, GATED_ROWS, { 0: gate.handler }) });
  let current: StepProcess | undefined;
  const acted = gate.reached.then(() => act(current!));
  const run = await world.load(
    { dataset: 'shops.csv', shards: '2', commit: 'data' },
    {
      onStep(_, step, process) {
        if (step === 'Enrich') current = process;
      },
      ...(variables && { variables }),
    },
  );
  await run.dispatch();
  await acted;
  return run;
}

/**
 * The name and number of the one shard that is not done.
 *
 * @throws Error when it is not one
 */
export function unfinishedShard(run: WorkflowRun): {
  readonly job: string;
  readonly shard: number;
} {
  const open = run.jobs.filter(({ id, result }) => id === 'enrich' && result !== 'success');
  if (open.length !== 1) throw new Error(`${open.length} shards are not done`);
  return { job: open[0]!.name, shard: Number(open[0]!.matrix['shard']) };
}

/** The hosts that were asked between two counts. */
export function askedHosts(
  { web }: ActionsWorld,
  before: Readonly<Record<string, { readonly requests: number }>>,
): string[] {
  const { byHost } = web.counts();
  return Object.keys(byHost).filter((host) => byHost[host]!.requests !== before[host]?.requests);
}
