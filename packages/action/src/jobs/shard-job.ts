import * as core from '@actions/core';
import {
  checkpointSchema,
  restoreCheckpoint,
  runFolder,
  type Checkpoint,
  type Manifest,
} from '@sluice/core/checkpoint';
import { existsSync } from 'node:fs';
import { cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactNames } from '../artifacts/artifact-names.ts';
import { ArtifactStore } from '../artifacts/artifact-store.ts';
import { writeNote } from '../artifacts/attempt-note.ts';
import { takePlan } from '../artifacts/take-plan.ts';
import { CHECKPOINT_PATH } from '../checkpoints/checkpoint-keys.ts';
import { CheckpointCache } from '../checkpoints/checkpoint-cache.ts';
import { findCheckpoint, type FoundCheckpoint } from '../checkpoints/find-checkpoint.ts';
import { ScheduledSaves } from '../checkpoints/scheduled-saves.ts';
import { startEngine, type EngineEnd } from '../engine/engine.ts';
import { engineExit, findEvent, runEngine } from '../engine/run-engine.ts';
import type { JobContext } from '../job-context.ts';
import { formatShard } from '../summary/format-shard.ts';

/**
 * Works on one shard: goes on from what an earlier attempt left, saves as it goes, and leaves the results
 * as an artifact, also when it is stopped.
 *
 * @throws Error when the shard is not finished: the job is red, and running it again continues
 */
export async function shardJob(context: JobContext): Promise<void> {
  const runId = core.getInput('run-id', { required: true });
  const shard = Number(core.getInput('shard', { required: true }));
  const store = new ArtifactStore();
  const manifest = await takePlan(context, store, runId);
  if (core.getBooleanInput('has-base')) await takeSlice(context, store, manifest, shard);
  const work = new ShardWork(context, store, manifest, shard);
  const restored = await work.restore();
  await work.finish(restored, await work.run());
}

async function takeSlice(
  { state }: JobContext,
  store: ArtifactStore,
  { runId }: Manifest,
  shard: number,
): Promise<void> {
  const name = artifactNames.slice(runId, shard);
  const artifact = (await store.list()).find((found) => found.name === name);
  if (artifact === undefined) throw new Error(`this workflow run has no artifact ${name}`);
  const folder = join(state, 'slice');
  await store.download(artifact, folder);
  await cp(folder, join(state, 'runs'), { recursive: true });
}

interface WorkEnd {
  readonly end: EngineEnd;
  /** The checkpoint of the end; null when the engine was killed before it. */
  readonly last: Checkpoint | null;
}

class ShardWork {
  readonly #context: JobContext;
  readonly #store: ArtifactStore;
  readonly #manifest: Manifest;
  readonly #shard: number;
  readonly #cache: CheckpointCache;
  /** Where checkpoints are written to, absolute; the last one has a folder of its own until all are done. */
  readonly #folder: string;
  readonly #lastFolder: string;

  constructor(context: JobContext, store: ArtifactStore, manifest: Manifest, shard: number) {
    const { workspace, attempt, ref, api } = context;
    this.#context = context;
    this.#store = store;
    this.#manifest = manifest;
    this.#shard = shard;
    this.#folder = join(workspace, CHECKPOINT_PATH);
    this.#lastFolder = `${this.#folder}-last`;
    const name = { runId: manifest.runId, shard };
    this.#cache = new CheckpointCache({ name, path: CHECKPOINT_PATH, attempt, ref, api });
  }

  /** Puts back what an earlier attempt left, if there is something. */
  async restore(): Promise<FoundCheckpoint | null> {
    const { state, temp } = this.#context;
    const found = await findCheckpoint({
      manifest: this.#manifest,
      shard: this.#shard,
      cache: this.#cache,
      cacheFolder: this.#folder,
      store: this.#store,
      artifacts: await this.#store.list(),
      temp,
    });
    if (found === null) return null;
    const { checkpoint, folder, from } = found;
    await restoreCheckpoint(folder, checkpoint, runFolder(state, this.#manifest.runId));
    core.info(
      `continuing from ${from}: ${checkpoint.settled} of ${checkpoint.rows} rows done by ${checkpoint.createdAt}`,
    );
    return found;
  }

  /** Lets the engine work, with a checkpoint now and then and one at its end. */
  async run(): Promise<WorkEnd> {
    const { workspace, state } = this.#context;
    const { runId, shards } = this.#manifest;
    const words = ['--run', runId, '--shard', `${this.#shard}/${shards.count}`, '--state', state];
    const engine = startEngine(words, { cwd: workspace });
    const saves = new ScheduledSaves({
      wantedMs: Number(core.getInput('save-interval')) * 1_000,
      shard: this.#shard,
      shardCount: shards.count,
      cache: this.#cache,
      write: () => engine.checkpoint(this.#folder),
    });
    const onInterrupt = () => {
      core.info('the job is being cancelled: finishing what is in flight and saving');
      engine.kill('SIGINT');
      void saves.saveNow();
    };
    process.on('SIGINT', onInterrupt);
    // Seconds later comes SIGKILL. By then the engine has drained, or what it has is on disk.
    process.on('SIGTERM', () => engine.kill('SIGTERM'));
    const last = engine.checkpoint(this.#lastFolder, 'end').catch(() => null);
    saves.start();
    try {
      return { end: await engine.ended, last: await last };
    } finally {
      await saves.stop();
    }
  }

  /** Leaves the results for the report and for another attempt. */
  async finish(restored: FoundCheckpoint | null, { end, last }: WorkEnd): Promise<void> {
    const { runId, shards } = this.#manifest;
    const { attempt } = this.#context;
    // An engine that was killed wrote none; what it had acknowledged is on disk.
    const checkpoint = last ?? (await this.#writeCheckpoint());
    await rm(this.#folder, { recursive: true, force: true });
    await rename(this.#lastFolder, this.#folder);
    const isComplete = end.exitCode === engineExit.complete;
    if (!isComplete) await this.#cache.save();
    await writeNote(this.#folder, { attempt, restored, end });
    await this.#store.uploadFolder(artifactNames.shard(runId, this.#shard, attempt), this.#folder);
    await this.#uploadPages(restored);
    if (isComplete) await this.#cache.clear();
    const summary = formatShard({ checkpoint, restored: restored?.checkpoint ?? null, attempt });
    await core.summary.addRaw(summary, true).write();
    if (!isComplete) throw new Error(describeEnd(end, `${this.#shard}/${shards.count}`));
  }

  async #writeCheckpoint(): Promise<Checkpoint> {
    const { runId, shards } = this.#manifest;
    const shard = ['--shard', `${this.#shard}/${shards.count}`];
    const words = ['checkpoint', runId, ...shard, '--into', this.#lastFolder, '--json'];
    const event = findEvent(await runEngine(this.#context, words), 'checkpoint');
    return checkpointSchema.parse(event['checkpoint']);
  }

  /** The page archive of this attempt: files that came back from a checkpoint are holes, and stay here. */
  async #uploadPages(restored: FoundCheckpoint | null): Promise<void> {
    const { state, attempt } = this.#context;
    const { runId, shards } = this.#manifest;
    const folder = runFolder(state, runId).shard(this.#shard, shards.count);
    if (!existsSync(folder)) return;
    const holes = new Set(restored?.checkpoint.pageFiles.map((file) => file.split('/').at(-1)));
    const names = (await readdir(folder)).filter(
      (name) => name.startsWith('pages-') && !holes.has(name),
    );
    if (names.length === 0) return;
    const files = names.map((name) => join(folder, name));
    await this.#store.upload(artifactNames.pages(runId, this.#shard, attempt), folder, files);
  }
}

function describeEnd({ exitCode, signal }: EngineEnd, shard: string): string {
  const goOn = 'nothing that was done is lost: "Re-run failed jobs" continues it';
  if (exitCode === engineExit.resumable) return `shard ${shard} is not finished; ${goOn}`;
  const how = signal ?? `exit code ${exitCode}`;
  return `the engine ended with ${how} on shard ${shard}, see above; ${goOn}`;
}
