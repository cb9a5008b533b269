import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { JobContext } from '../job-context.ts';
import { makeJobEnvironment, type JobEnvironment } from '../testing/job-environment.ts';
import { CheckpointCache } from './checkpoint-cache.ts';
import { CHECKPOINT_PATH } from './checkpoint-keys.ts';

afterEach(() => vi.unstubAllEnvs());

const RUN = '20261122-061030-123abc';

function openCache(
  { attempt, ref, api }: JobContext,
  { shard = 1, runId = RUN, hasToken = true } = {},
): CheckpointCache {
  const name = { runId, shard };
  return new CheckpointCache({
    name,
    path: CHECKPOINT_PATH,
    attempt,
    ref,
    api: hasToken ? api : null,
  });
}

function fileOf({ workspace }: JobContext): string {
  return join(workspace, CHECKPOINT_PATH, 'file');
}

async function save(
  cache: CheckpointCache,
  context: JobContext,
  content: string,
): Promise<boolean> {
  await mkdir(join(context.workspace, CHECKPOINT_PATH), { recursive: true });
  await writeFile(fileOf(context), content);
  return cache.save();
}

/** What the first candidate that can be had brings; null where none can. */
async function restore(cache: CheckpointCache, context: JobContext): Promise<string | null> {
  await rm(join(context.workspace, CHECKPOINT_PATH), { recursive: true, force: true });
  for (const candidate of await cache.candidates()) {
    if ((await cache.restore(candidate)) !== null) return readFile(fileOf(context), 'utf8');
  }
  return null;
}

function keys({ services }: JobEnvironment): string[] {
  return services.caches.entries.map(({ key }) => key);
}

test('the newest checkpoint is found, and the one before it stays', async () => {
  await using job = await makeJobEnvironment();
  const cache = openCache(job.context);
  expect(await restore(cache, job.context)).toBeNull();
  for (const content of ['one', 'two', 'three']) {
    expect(await save(cache, job.context, content)).toBe(true);
  }
  expect(keys(job).map((key) => key.split('-0001-')[1])).toEqual(['1-2-', '1-3-']);
  expect(await restore(cache, job.context)).toBe('three');
  await cache.clear();
  expect(keys(job)).toEqual([]);
});

test('without a token the newest is found by its prefix, and nothing is deleted', async () => {
  await using job = await makeJobEnvironment();
  const cache = openCache(job.context, { hasToken: false });
  for (const content of ['one', 'two', 'three']) await save(cache, job.context, content);
  expect(keys(job)).toHaveLength(3);
  expect(cache.canDelete).toBe(false);
  expect(await restore(cache, job.context)).toBe('three');
});

test.for([true, false])(
  'shard 1 does not find what shard 10 saved (token: %s)',
  async (hasToken) => {
    await using job = await makeJobEnvironment();
    await save(openCache(job.context, { shard: 10, hasToken }), job.context, 'ten');
    await save(openCache(job.context, { shard: 1_000, hasToken }), job.context, 'thousand');
    expect(await restore(openCache(job.context, { shard: 1, hasToken }), job.context)).toBeNull();
    expect(await restore(openCache(job.context, { shard: 10, hasToken }), job.context)).toBe('ten');
  },
);

test('another run’s checkpoints are not found', async () => {
  await using job = await makeJobEnvironment();
  await save(openCache(job.context, { runId: '20261122-061030-123abd' }), job.context, 'other');
  expect(await restore(openCache(job.context), job.context)).toBeNull();
});

test('a repository that deletes nothing is asked once', async () => {
  await using job = await makeJobEnvironment();
  job.services.rest.permissions.caches = false;
  const cache = openCache(job.context);
  for (const content of ['one', 'two', 'three']) {
    expect(await save(cache, job.context, content)).toBe(true);
  }
  expect(keys(job)).toHaveLength(3);
  expect(cache.canDelete).toBe(false);
});

test.for(['cache-reservation-refused', 'cache-rate-limited', 'upload-refused'] as const)(
  'a save that fails is told (%s), and the next one succeeds',
  async (fault) => {
    await using job = await makeJobEnvironment();
    const cache = openCache(job.context);
    job.services.fail(fault);
    expect(await save(cache, job.context, 'one')).toBe(false);
    expect(await save(cache, job.context, 'two')).toBe(true);
    expect(await restore(cache, job.context)).toBe('two');
  },
);

test('an upload that breaks is repeated', async () => {
  await using job = await makeJobEnvironment();
  const cache = openCache(job.context);
  job.services.fail('upload-broken');
  expect(await save(cache, job.context, 'one')).toBe(true);
  expect(await restore(cache, job.context)).toBe('one');
});

test('a download that breaks off gives way to the checkpoint before', async () => {
  await using job = await makeJobEnvironment();
  const cache = openCache(job.context);
  await save(cache, job.context, 'one');
  await save(cache, job.context, 'two');
  job.services.fail('download-truncated');
  expect(await restore(cache, job.context)).toBe('one');
});

test('what GitHub has evicted is not there', async () => {
  await using job = await makeJobEnvironment();
  const cache = openCache(job.context);
  await save(cache, job.context, 'one');
  job.services.caches.evict();
  expect(await restore(cache, job.context)).toBeNull();
});
