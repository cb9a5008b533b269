import { copyFile, mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../durable-file.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { checkpointPages, type Checkpoint } from './checkpoint.ts';

/**
 * Puts a checked checkpoint into its shard's folder, from where the run goes on. Archive files come back
 * as holes with the pages of unfinished records in their old places: what results refer to beside them
 * counts as gone, and no later file takes their names.
 *
 * @throws Error when the shard's folder already has a ledger
 */
export async function restoreCheckpoint(
  source: string,
  checkpoint: Checkpoint,
  folder: Pick<RunFolder, 'runs' | 'shard'>,
): Promise<void> {
  const shard = folder.shard(checkpoint.shard, checkpoint.shardCount);
  await mkdir(shard, { recursive: true });
  const present = (await readdir(shard)).filter((name) => /^(sealed|journal)-/.test(name));
  if (present.length > 0) throw new Error(`${shard} has a ledger already: ${present.join(', ')}`);
  // Pages first: a ledger without them would have its records' pages fetched again, needlessly.
  await restorePages(source, checkpoint, folder.runs);
  for (const { name } of checkpoint.files) {
    if (name !== checkpointPages) await copyFile(join(source, name), join(shard, name));
  }
  await syncFolder(shard);
}

async function restorePages(
  source: string,
  { pageFiles, pages }: Checkpoint,
  runs: string,
): Promise<void> {
  const handles = new Map<string, FileHandle>();
  try {
    for (const file of pageFiles) {
      const path = join(runs, file);
      await mkdir(dirname(path), { recursive: true });
      const handle = await openNew(path);
      if (handle !== null) handles.set(file, handle);
    }
    if (pages.length === 0) return;
    const from = await open(join(source, checkpointPages), 'r');
    try {
      let position = 0;
      for (const { file, offset, length } of pages) {
        const { buffer } = await from.read(Buffer.alloc(length), 0, length, position);
        await handles.get(file)?.write(buffer, 0, length, offset);
        position += length;
      }
    } finally {
      await from.close();
    }
  } finally {
    for (const handle of handles.values()) await handle.close();
  }
}

/** Null where the file is there: it has everything then, and more. */
async function openNew(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}
