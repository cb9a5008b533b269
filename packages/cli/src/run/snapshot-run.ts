import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  copySegments,
  runFolder,
  sealRun,
  shardFolders,
  type Manifest,
  type RunFolder,
} from '@sluice/core';

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
      await copySegments(shard, copies[at]!);
    }
    await sealRun(snapshot, manifest);
    return await use(snapshot);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
