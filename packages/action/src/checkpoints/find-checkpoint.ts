import type { Artifact } from '@actions/artifact';
import * as core from '@actions/core';
import { checkCheckpoint, type Checkpoint, type Manifest } from '@sluice/core/checkpoint';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { attemptOf } from '../artifacts/artifact-names.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { chooseAttempt, type Attempt } from '../artifacts/choose-attempt.ts';
import type { CheckpointCache } from './checkpoint-cache.ts';

/** A checkpoint to go on from. */
export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The folder it lies in. */
  readonly folder: string;
  /** In words. */
  readonly from: string;
}

export interface WhereToLook {
  readonly manifest: Manifest;
  readonly shard: number;
  readonly cache: CheckpointCache;
  /** Where the cache puts its entries, absolute. */
  readonly cacheFolder: string;
  readonly store: ArtifactStore;
  /** Those of this workflow run. */
  readonly artifacts: readonly Artifact[];
  /** For what is unpacked, absolute. */
  readonly temp: string;
}

/**
 * Finds the most complete checkpoint of a shard among what earlier attempts left: in the cache, and as
 * artifacts where an attempt came to its end. What is damaged or another shard's is told of and passed over.
 */
export async function findCheckpoint(where: WhereToLook): Promise<FoundCheckpoint | null> {
  const ended = await findEndedAttempt(where);
  const cached = await findCached(where);
  if (ended === null) return cached;
  return cached !== null && cached.checkpoint.settled > ended.checkpoint.settled ? cached : ended;
}

/** The newest valid entry of the cache. */
async function findCached(where: WhereToLook): Promise<FoundCheckpoint | null> {
  const { cache, cacheFolder: folder, manifest, shard } = where;
  for (const candidate of await cache.candidates()) {
    await rm(folder, { recursive: true, force: true });
    const key = await cache.restore(candidate);
    if (key === null) continue;
    const { checkpoint, problem } = await checkCheckpoint(folder, manifest, shard);
    if (checkpoint !== null) return { checkpoint, folder, from: `cache entry ${key}` };
    core.warning(`checkpoint ${key} is ignored: ${problem}`);
  }
  return null;
}

/** The most complete attempt that uploaded its results. */
async function findEndedAttempt({
  manifest,
  shard,
  store,
  artifacts,
  temp,
}: WhereToLook): Promise<FoundCheckpoint | null> {
  const attempts: Attempt[] = [];
  for (const artifact of artifacts) {
    const attempt = attemptOf(artifact.name, manifest.runId, shard);
    if (attempt === null) continue;
    const folder = join(temp, artifact.name);
    const isThere = await download(store, artifact, folder);
    if (!isThere) continue;
    const checked = await checkCheckpoint(folder, manifest, shard);
    if (checked.problem !== null) core.warning(`${artifact.name} is ignored: ${checked.problem}`);
    attempts.push({ attempt, folder, checked });
  }
  const best = chooseAttempt(attempts);
  if (best === null) return null;
  const { folder, attempt, checked } = best;
  return { checkpoint: checked.checkpoint!, folder, from: `attempt ${attempt}` };
}

/** Damage on the way is one attempt's loss, not the run's. */
async function download(
  store: ArtifactStore,
  artifact: { id: number; name: string; digest?: string },
  folder: string,
): Promise<boolean> {
  try {
    await store.download(artifact, folder);
    return true;
  } catch (error) {
    core.warning(`${artifact.name} is ignored: ${(error as Error).message}`);
    return false;
  }
}
