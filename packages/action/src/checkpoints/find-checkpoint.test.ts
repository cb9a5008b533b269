import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint, Manifest } from '@sluice/core/checkpoint';
import { afterEach, expect, test, vi } from 'vitest';
import { artifactNames } from '../artifacts/artifact-names.ts';
import { ArtifactStore } from '../artifacts/artifact-store.ts';
import { makeJobEnvironment, type JobEnvironment } from '../testing/job-environment.ts';
import { CheckpointCache } from './checkpoint-cache.ts';
import { CHECKPOINT_PATH } from './checkpoint-keys.ts';
import { findCheckpoint } from './find-checkpoint.ts';

afterEach(() => vi.unstubAllEnvs());

const RUN = '20261122-061030-123abc';
const digest = (digit: string) => digit.repeat(64);

/** What a checkpoint of this run has to agree with. */
const manifest = {
  runId: RUN,
  identity: digest('a'),
  dataset: { sha256: digest('b') },
  recipe: { name: 'company', stages: [] },
  shards: { count: 2, rows: [9, 9] },
} as unknown as Manifest;

function checkpoint(settled: number, changes: Partial<Checkpoint> = {}): Checkpoint {
  return {
    version: 1,
    runId: RUN,
    identity: digest('a'),
    datasetSha256: digest('b'),
    recipe: 'company',
    stages: [],
    shard: 1,
    shardCount: 2,
    createdAt: '2026-11-22T06:10:30.123Z',
    rows: 9,
    settled,
    statuses: {},
    files: [],
    pageFiles: [],
    pages: [],
    ...changes,
  };
}

function open({ context }: JobEnvironment) {
  const { attempt, ref, api, workspace, temp } = context;
  const name = { runId: RUN, shard: 1 };
  const cache = new CheckpointCache({ name, path: CHECKPOINT_PATH, attempt, ref, api });
  const store = new ArtifactStore();
  const folder = join(workspace, CHECKPOINT_PATH);
  const write = async (into: string, content: Checkpoint) => {
    await mkdir(into, { recursive: true });
    await writeFile(join(into, 'checkpoint.json'), JSON.stringify(content));
  };
  return {
    save: async (content: Checkpoint) => {
      await write(folder, content);
      await cache.save();
    },
    upload: async (number: number, content: Checkpoint) => {
      await write(join(temp, `upload-${number}`), content);
      await store.uploadFolder(artifactNames.shard(RUN, 1, number), join(temp, `upload-${number}`));
    },
    find: async () => {
      const artifacts = await store.list();
      const where = { manifest, shard: 1, cache, cacheFolder: folder, store, artifacts, temp };
      return findCheckpoint(where);
    },
  };
}

test('a newest checkpoint of another run gives way to the one before, and is told of', async () => {
  await using job = await makeJobEnvironment();
  const { save, find } = open(job);
  await save(checkpoint(4));
  await save(checkpoint(7, { runId: '20261122-061030-123abd' }));
  expect((await find())?.checkpoint.settled).toBe(4);
  expect(job.output()).toMatch(/^::warning::.*-1-2- is ignored: it is of another run$/m);
});

test('a damaged one gives way to the artifact of an earlier attempt', async () => {
  await using job = await makeJobEnvironment();
  const { save, upload, find } = open(job);
  await upload(1, checkpoint(3));
  const files = [{ name: 'journal-000001.ndjson', bytes: 1, sha256: digest('c') }];
  await save(checkpoint(7, { files }));
  expect(await find()).toMatchObject({ checkpoint: { settled: 3 }, from: 'attempt 1' });
  expect(job.output()).toMatch(/^::warning::.* is ignored: its journal-000001.ndjson is missing$/m);
});

test('of an attempt that ended and a checkpoint, the more complete one counts', async () => {
  await using job = await makeJobEnvironment();
  const { save, upload, find } = open(job);
  expect(await find()).toBeNull();
  await save(checkpoint(5));
  await upload(1, checkpoint(4));
  expect((await find())?.from).toMatch(/^cache entry /);
  await upload(2, checkpoint(6));
  expect((await find())?.from).toBe('attempt 2');
  await upload(3, checkpoint(8, { shard: 2 }));
  expect((await find())?.from).toBe('attempt 2');
});
