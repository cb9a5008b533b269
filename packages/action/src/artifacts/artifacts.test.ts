import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '@sluice/core/checkpoint';
import { afterEach, expect, test, vi } from 'vitest';
import { makeJobEnvironment } from '../testing/job-environment.ts';
import { artifactNames, attemptOf } from './artifact-names.ts';
import { ArtifactStore } from './artifact-store.ts';
import { chooseAttempt } from './choose-attempt.ts';
import { findCarriedRun } from './find-carried-run.ts';

afterEach(() => vi.unstubAllEnvs());

const RUN = '20261122-061030-123abc';

test('the attempt stands in the name of a shard’s artifact, and only of that shard’s', () => {
  const name = artifactNames.shard(RUN, 1, 12);
  expect(attemptOf(name, RUN, 1)).toBe(12);
  expect(attemptOf(name, RUN, 10)).toBeNull();
  expect(attemptOf(artifactNames.shard(RUN, 10, 1), RUN, 1)).toBeNull();
  expect(attemptOf(artifactNames.pages(RUN, 1, 1), RUN, 1)).toBeNull();
  expect(attemptOf(`${name}-copy`, RUN, 1)).toBeNull();
});

test('the most complete valid attempt counts, of two alike the later one', () => {
  const attempt = (number: number, settled: number | null) => ({
    attempt: number,
    checked:
      settled === null
        ? { checkpoint: null, problem: 'damaged' }
        : { checkpoint: { settled } as Checkpoint, problem: null },
  });
  expect(chooseAttempt([attempt(1, 7), attempt(2, 5), attempt(3, null)])?.attempt).toBe(1);
  expect(chooseAttempt([attempt(1, 7), attempt(2, 7)])?.attempt).toBe(2);
  expect(chooseAttempt([attempt(1, null)])).toBeNull();
  expect(chooseAttempt([])).toBeNull();
});

test('artifacts are whole or refused, and a name is given once', async () => {
  await using job = await makeJobEnvironment();
  const store = new ArtifactStore();
  const [folder, other] = [join(job.context.temp, 'one'), join(job.context.temp, 'two')];
  await mkdir(join(folder, 'deep'), { recursive: true });
  await mkdir(other);
  await writeFile(join(folder, 'deep', 'file'), 'content');
  await writeFile(join(other, 'file'), 'other');
  await store.uploadFolder('first', folder);
  await store.uploadFolder('second', other);
  await expect(store.uploadFolder('first', other)).rejects.toThrow('already exists');
  const [first, second] = await store.list();
  const into = join(job.context.temp, 'into');
  await store.download(first!, into);
  expect(await readFile(join(into, 'deep', 'file'), 'utf8')).toBe('content');

  await store.replaceFolder('first', other);
  const { artifacts } = job.services.artifacts;
  expect(artifacts.map(({ name }) => name).toSorted()).toEqual(['first', 'second']);
  const stored = artifacts.map(({ blob }) => blob);
  job.services.blobs.set(stored[0]!, Buffer.from(job.services.blobs.get(stored[1]!)!));
  await expect(
    store.download({ ...second!, digest: `sha256:${'0'.repeat(64)}` }, into),
  ).rejects.toThrow('artifact second is damaged');
});

test('a run is based on the newest results of this branch or the default one', async () => {
  const name = artifactNames.carried({ name: 'my list', recipe: 'company' });
  expect(name).toBe('sluice-base-my-list-company');
  await using job = await makeJobEnvironment({ branch: 'other' });
  const folder = join(job.context.temp, 'one');
  await mkdir(folder);
  await writeFile(join(folder, 'file'), 'content');
  await new ArtifactStore().uploadFolder(name, folder);
  const find = (branch: string, from: number | null) =>
    findCarriedRun({ ...job.context, branch }, name, from);
  expect(await find('other', null)).toMatchObject({ workflowRunId: 7, name });
  // Neither from a third branch, nor from a workflow run that has none.
  expect(await find('third', null)).toBeNull();
  expect(await find('third', 7)).toMatchObject({ workflowRunId: 7 });
  expect(await find('other', 8)).toBeNull();
});
