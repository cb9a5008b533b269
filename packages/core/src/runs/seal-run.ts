import { existsSync } from 'node:fs';
import { openFileLedger } from '../ledger/open-file-ledger.ts';
import type { LedgerRecovery } from '../ledger/recover-folder.ts';
import { segmentFiles } from '../ledger/segment-files.ts';
import { acquireShardLock } from '../ledger/shard-lock.ts';
import type { Manifest } from '../model/manifest.ts';
import type { RunFolder } from './run-folder.ts';

/** The folders of a run's shards, from shard 1, whether they exist or not. */
export function shardFolders(folder: RunFolder, manifest: Manifest): string[] {
  const { count } = manifest.shards;
  return Array.from({ length: count }, (_, index) => folder.shard(index + 1, count));
}

/**
 * Seals what killed processes left in journals, so that sealed files hold everything.
 *
 * @returns what had to be repaired, by shard folder
 * @throws UsageError when a process works on one of the shards
 */
export async function sealRun(
  folder: RunFolder,
  manifest: Manifest,
): Promise<ReadonlyMap<string, LedgerRecovery>> {
  const repaired = new Map<string, LedgerRecovery>();
  for (const path of shardFolders(folder, manifest).filter(existsSync)) {
    const { journals, superseded } = await segmentFiles(path);
    if (journals.length + superseded.length > 0) repaired.set(path, await sealShard(path));
  }
  return repaired;
}

async function sealShard(path: string): Promise<LedgerRecovery> {
  const release = await acquireShardLock(path);
  try {
    const ledger = await openFileLedger({ folder: path });
    await ledger.seal();
    await ledger.close();
    return ledger.recovery;
  } finally {
    await release();
  }
}
