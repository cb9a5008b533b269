import { copyFile, link, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder, sealRun, shardFolders, type Manifest, type RunFolder } from '@sluice/core';

/**
 * Shows what a run has on disk at this moment as a sealed run of its own, so that it can be merged while
 * another process works on it. The run itself is not touched.
 *
 * @param use - gets the folder, which is there until it resolves
 */
export async function withSnapshot<T>(
  folder: RunFolder,
  manifest: Manifest,
  use: (snapshot: RunFolder) => Promise<T>,
): Promise<T> {
  // Beside the runs: sealed files are linked, which takes the same file system.
  const root = await mkdtemp(join(folder.root, 'snapshot-'));
  try {
    const snapshot = { ...runFolder(root, folder.runId), rows: folder.rows };
    const copies = shardFolders(snapshot, manifest);
    for (const [at, shard] of shardFolders(folder, manifest).entries()) {
      await copyShard(shard, copies[at]!);
    }
    await sealRun(snapshot, manifest);
    return await use(snapshot);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Starts again when a journal was sealed and deleted meanwhile; a shard without a folder stays so. */
async function copyShard(shard: string, copy: string): Promise<void> {
  for (let names = await namesIn(shard); names !== null; names = await namesIn(shard)) {
    try {
      await mkdir(copy, { recursive: true });
      for (const name of names) await copySegment(join(shard, name), join(copy, name));
      return;
    } catch (error) {
      if (!isMissing(error)) throw error;
      await rm(copy, { recursive: true, force: true });
    }
  }
}

/** A sealed file never changes; a journal may grow while it is copied, and its torn tail is dropped. */
async function copySegment(from: string, to: string): Promise<void> {
  if (from.endsWith('.parquet')) await link(from, to);
  else await copyFile(from, to);
}

async function namesIn(shard: string): Promise<string[] | null> {
  try {
    const names = await readdir(shard);
    return names.filter((name) => /^(sealed-\d+\.parquet|journal-\d+\.ndjson)$/.test(name));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
