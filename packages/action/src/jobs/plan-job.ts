import * as core from '@actions/core';
import { manifestSchema, runFolder, type Manifest } from '@sluice/core/checkpoint';
import { join } from 'node:path';
import { z } from 'zod';
import { artifactNames } from '../artifacts/artifact-names.ts';
import { ArtifactStore } from '../artifacts/artifact-store.ts';
import { unpackCarriedRun } from '../artifacts/carried-run.ts';
import { findCarriedRun } from '../artifacts/find-carried-run.ts';
import { notePlace } from '../artifacts/place-dataset.ts';
import { digits } from '../checkpoints/checkpoint-keys.ts';
import { findEvent, RefusedError, runEngine } from '../engine/run-engine.ts';
import type { JobContext } from '../job-context.ts';
import { findPathProblem } from '../plan/check-dataset-path.ts';
import { divideBudget } from '../plan/divide-budget.ts';
import { formatPlan } from '../plan/format-plan.ts';

const intendedSchema = z.object({ name: z.string(), recipe: z.string() });
const planSchema = z.object({
  manifest: manifestSchema,
  sliced: z.array(z.number().int()),
  /** Expected work of the run in one shard, in milliseconds. */
  expectedMs: z.number(),
});
type Plan = z.infer<typeof planSchema>;

/** Uploads of parts of an earlier run at the same time. */
const UPLOADS = 4;

/**
 * Checks the inputs, freezes the run, and uploads what its shards need.
 *
 * @throws RefusedError for inputs that are none
 */
export async function planJob(context: JobContext): Promise<void> {
  const dataset = core.getInput('dataset');
  const continueFrom = readNumber('continue-from');
  const budgetUsd = readNumber('budget-usd');
  const problem = dataset === '' ? null : await findPathProblem(context.workspace, dataset);
  if (problem !== null) throw new RefusedError(problem);
  // With `./`: whatever the file is called, it is neither a command nor an option.
  const words = ['plan', ...(dataset === '' ? [] : [`./${dataset}`]), '--json'];
  const intended = findEvent(await runEngine(context, [...words, '--dry-run']), 'intended');
  const store = new ArtifactStore();
  await takeBase(context, store, intendedSchema.parse(intended), continueFrom);
  const slices = join(context.temp, 'slices');
  const planned = await runEngine(context, [...words, '--base-slices', slices]);
  const plan = planSchema.parse(findEvent(planned, 'plan'));
  await uploadPlan(context, store, plan, slices);
  const entries = matrixEntries(plan, budgetUsd);
  core.setOutput('run-id', plan.manifest.runId);
  core.setOutput('shards', entries.length);
  core.setOutput('matrix', JSON.stringify({ include: entries }));
  await core.summary.addRaw(formatPlan(plan.manifest, plan.expectedMs, budgetUsd), true).write();
}

function readNumber(input: string): number | null {
  const text = core.getInput(input);
  if (text === '') return null;
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new RefusedError(`${input} \`${text.slice(0, 80)}\` is not a number`);
}

async function takeBase(
  context: JobContext,
  store: ArtifactStore,
  intended: { name: string; recipe: string },
  continueFrom: number | null,
): Promise<void> {
  const carried = await findCarriedRun(context, artifactNames.carried(intended), continueFrom);
  if (carried === null) {
    if (continueFrom === null) return;
    throw new RefusedError(
      `continue-from \`${continueFrom}\`: that workflow run has no results of this dataset and recipe, or they have expired`,
    );
  }
  const { workflowRunId } = carried;
  const folder = join(context.temp, 'carried');
  await store.download(carried, folder, { context, workflowRunId });
  const runIds = await unpackCarriedRun(context, folder);
  core.info(`based on run ${runIds.join(', ')} of workflow run ${workflowRunId}`);
}

async function uploadPlan(
  context: JobContext,
  store: ArtifactStore,
  { manifest, sliced }: Plan,
  slices: string,
): Promise<void> {
  const { runId, basedOn } = manifest;
  const folder = runFolder(context.state, runId);
  const place = await notePlace(context, folder, manifest);
  await store.upload(artifactNames.plan(runId), folder.path, [folder.manifest, folder.rows, place]);
  if (basedOn === null) return;
  await store.uploadFolder(artifactNames.base(runId), join(context.temp, 'carried'));
  const waiting = [...sliced];
  const upload = async () => {
    for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
      await store.uploadFolder(artifactNames.slice(runId, shard), join(slices, digits(shard)));
    }
  };
  await Promise.all(Array.from({ length: UPLOADS }, upload));
}

/** A job for each shard that has rows. */
function matrixEntries({ manifest, sliced }: Plan, budgetUsd: number | null) {
  const budgets = budgetUsd === null ? null : divideBudget(budgetUsd, manifest.shards.rows);
  return shardsWithRows(manifest).map((shard) => ({
    shard,
    shards: manifest.shards.count,
    has_base: sliced.includes(shard),
    budget_usd: budgets === null ? '' : String(budgets[shard - 1]),
  }));
}

export function shardsWithRows({ shards }: Manifest): number[] {
  return shards.rows.flatMap((rows, at) => (rows > 0 ? [at + 1] : []));
}
