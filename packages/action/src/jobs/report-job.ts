import * as core from '@actions/core';
import { restoreCheckpoint, runFolder, type Manifest } from '@sluice/core/checkpoint';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { artifactNames } from '../artifacts/artifact-names.ts';
import { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readNote } from '../artifacts/attempt-note.ts';
import { packCarriedRun, unpackCarriedRun } from '../artifacts/carried-run.ts';
import { takePlan } from '../artifacts/take-plan.ts';
import { CheckpointCache } from '../checkpoints/checkpoint-cache.ts';
import { CHECKPOINT_PATH } from '../checkpoints/checkpoint-keys.ts';
import { findCheckpoint, type WhereToLook } from '../checkpoints/find-checkpoint.ts';
import { engineExit, findEvent, runEngine } from '../engine/run-engine.ts';
import type { JobContext } from '../job-context.ts';
import { publishResults } from '../publish/publish-results.ts';
import { annotateRows } from '../summary/annotate-rows.ts';
import { formatShards, type ShardState } from '../summary/format-shards.ts';
import { fitSummary } from '../summary/fit-summary.ts';
import { shardsWithRows } from './plan-job.ts';

const finishedSchema = z.object({
  exitCode: z.number(),
  report: z.string(),
  summary: z.object({
    rows: z.object({ input: z.number(), pending: z.number() }),
    reasons: z.array(
      z.object({
        status: z.string(),
        reason: z.string(),
        examples: z.array(z.object({ row: z.number(), detail: z.string().nullable() })),
      }),
    ),
  }),
  unfinished: z.array(z.object({ shard: z.number(), rows: z.number(), settled: z.number() })),
});

/**
 * Puts together what the shards left, the most complete attempt at each, and publishes it.
 *
 * @throws Error when the run is incomplete, or more failed than is accepted
 */
export async function reportJob(context: JobContext): Promise<void> {
  const runId = core.getInput('run-id', { required: true });
  const store = new ArtifactStore();
  const manifest = await takePlan(context, store, runId);
  await takeBase(context, store, manifest);
  const shards: ShardState[] = [];
  const artifacts = await store.list();
  for (const shard of shardsWithRows(manifest)) {
    shards.push(await takeShard(context, { store, artifacts, manifest, shard }));
  }
  const out = join(context.temp, 'results');
  const pullRequest = join(context.temp, 'pull-request.md');
  const remarks = remarksOf(shards).flatMap((remark) => ['--remark', remark]);
  const words = ['merge', runId, '--json', '--out', out, '--pull-request', pullRequest, ...remarks];
  const { complete, belowQuality, resumable } = engineExit;
  const end = await runEngine(context, words, [complete, belowQuality, resumable]);
  const finished = finishedSchema.parse(findEvent(end, 'finished'));
  const results = artifactNames.results(runId, context.attempt);
  const artifactId = await store.uploadFolder(results, out);
  const { name, recipe } = manifest;
  const carried = artifactNames.carried({ name, recipe: recipe.name });
  await store.replaceFolder(carried, await packCarriedRun(context, manifest));
  const body = `${formatShards(shards, manifest.shards.count)}\n${await readFile(pullRequest, 'utf8')}`;
  annotateRows(core.getInput('dataset'), finished.summary.reasons);
  const published = await publish(context, { manifest, body, out, artifactId, finished });
  await core.summary.addRaw(fitSummary([body, published]), true).write();
  judge(finished, manifest);
}

/** Remarks that a report makes one by one. */
const MAX_REMARKS = 20;

function remarksOf(shards: readonly ShardState[]): string[] {
  const all = shards.flatMap(({ remark }) => (remark === null ? [] : [remark]));
  if (all.length <= MAX_REMARKS) return all;
  const more = all.length - MAX_REMARKS;
  return [...all.slice(0, MAX_REMARKS), `${more} more shards went on from checkpoints.`];
}

async function takeBase(
  context: JobContext,
  store: ArtifactStore,
  { runId, basedOn }: Manifest,
): Promise<void> {
  if (basedOn === null) return;
  const name = artifactNames.base(runId);
  const artifact = (await store.list()).find((found) => found.name === name);
  if (artifact === undefined) throw new Error(`this workflow run has no artifact ${name}`);
  const folder = join(context.temp, 'base');
  await store.download(artifact, folder);
  await unpackCarriedRun(context, folder);
}

/** Puts the most complete of what a shard left into the state folder. */
async function takeShard(
  context: JobContext,
  {
    store,
    artifacts,
    manifest,
    shard,
  }: Pick<WhereToLook, 'store' | 'artifacts' | 'manifest' | 'shard'>,
): Promise<ShardState> {
  const { state, workspace, temp, attempt, ref, api } = context;
  const name = { runId: manifest.runId, shard };
  const found = await findCheckpoint({
    manifest,
    shard,
    cache: new CheckpointCache({ name, path: CHECKPOINT_PATH, attempt, ref, api }),
    cacheFolder: join(workspace, CHECKPOINT_PATH),
    store,
    artifacts,
    temp,
  });
  const rows = manifest.shards.rows[shard - 1] ?? 0;
  if (found === null) return { shard, rows, settled: null, from: null, remark: null };
  const { checkpoint, folder, from } = found;
  await restoreCheckpoint(folder, checkpoint, runFolder(state, manifest.runId));
  const note = await readNote(folder);
  return { shard, rows, settled: checkpoint.settled, from, remark: note?.remark ?? null };
}

type Finished = z.infer<typeof finishedSchema>;

/** Returns what was published where, in Markdown. */
async function publish(
  context: JobContext,
  run: { manifest: Manifest; body: string; out: string; artifactId: number; finished: Finished },
): Promise<string> {
  const { serverUrl, owner, repository, workflowRunId } = context;
  const page = `${serverUrl}/${owner}/${repository}/actions/runs/${workflowRunId}`;
  const artifact = `All results are in the artifact [${run.artifactId}](${page}/artifacts/${run.artifactId}) of the [workflow run](${page}).`;
  if (!core.getBooleanInput('publish')) return artifact;
  const { name, recipe } = run.manifest;
  const published = await publishResults(context, {
    name,
    recipe: recipe.name,
    isComplete: run.finished.unfinished.length === 0,
    body: `${run.body}\n${artifact}\n`,
    report: run.finished.report,
    data: core.getInput('commit-data') === 'data' ? run.out : null,
  });
  return `${artifact} ${published}`;
}

function judge({ exitCode, unfinished }: Finished, { shards }: Manifest): void {
  if (unfinished.length > 0) {
    const named = unfinished.map(
      ({ shard, rows, settled }) =>
        `shard ${shard} of ${shards.count} (${settled} of ${rows} rows)`,
    );
    throw new Error(
      `the run is incomplete: ${named.join(', ')}; "Re-run failed jobs" continues it`,
    );
  }
  if (exitCode === engineExit.belowQuality) throw new Error('more rows failed than is accepted');
  if (exitCode !== engineExit.complete) throw new Error('rows are pending, see the report');
}
