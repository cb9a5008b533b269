import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhereMissing } from '../null-where-missing.ts';

/**
 * Copies a shard's ledger as it is at this moment, also while another process writes it. Starts again
 * when a journal was sealed and deleted meanwhile.
 *
 * @param copy - a folder that is not there yet, on the same file system: sealed files are linked
 * @returns false when the shard has no folder, and then neither has the copy
 */
export async function copySegments(shard: string, copy: string): Promise<boolean> {
  for (let names = await namesIn(shard); names !== null; names = await namesIn(shard)) {
    try {
      await mkdir(copy, { recursive: true });
      for (const name of names) await copySegment(join(shard, name), join(copy, name));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await rm(copy, { recursive: true, force: true });
    }
  }
  return false;
}

/** A sealed file never changes; a journal may grow while it is copied, and its torn tail is dropped. */
async function copySegment(from: string, to: string): Promise<void> {
  if (from.endsWith('.parquet')) await link(from, to);
  else await copyFile(from, to);
}

async function namesIn(shard: string): Promise<string[] | null> {
  const names = await readdir(shard).catch(nullWhereMissing);
  return names?.filter((name) => /^(sealed-\d+\.parquet|journal-\d+\.ndjson)$/.test(name)) ?? null;
}
