import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '@sluice/core';
import { createWarcFile, type WarcFile } from './warc-file.ts';

/** The numbered archive files of one folder, of which this process appends to its own. */
export interface RotatingWarc {
  /** @returns where the bytes lie, once they are written */
  append(bytes: Uint8Array): Promise<{ readonly path: string; readonly offset: number }>;
  /** Makes everything durable whose `append` has resolved. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface RotatingWarcOptions {
  /** Created where missing. */
  readonly folder: string;
  /** A new file starts once the current one was given this much. */
  readonly maxFileBytes: number;
  /** What every file begins with. */
  readonly firstRecord: () => Promise<Uint8Array>;
}

const fileName = /^pages-(\d{6})\.warc\.gz$/;

/**
 * Opens a folder of `pages-NNNNNN.warc.gz`. Nothing is created before the first page, and never is a
 * file of an earlier process appended to, whose end may be torn.
 */
export async function openRotatingWarc(options: RotatingWarcOptions): Promise<RotatingWarc> {
  const { folder, maxFileBytes, firstRecord } = options;
  await mkdir(folder, { recursive: true });
  let nextNumber = await firstFreeNumber(folder);
  let current: Promise<WarcFile | null> = Promise.resolve(null);
  let bytesGiven = maxFileBytes;
  let isFolderDirty = false;
  const openFiles = new Set<WarcFile>();

  async function startFile(): Promise<WarcFile> {
    const name = `pages-${String(nextNumber++).padStart(6, '0')}.warc.gz`;
    const file = await createWarcFile(join(folder, name));
    openFiles.add(file);
    isFolderDirty = true;
    await file.append(await firstRecord());
    return file;
  }

  async function sync(): Promise<void> {
    const newest = await current;
    for (const file of openFiles) {
      if (file === newest) await file.sync();
      else await closeFile(file);
    }
    if (!isFolderDirty) return;
    isFolderDirty = false;
    await syncFolder(folder);
  }

  async function closeFile(file: WarcFile): Promise<void> {
    openFiles.delete(file);
    await file.close();
  }

  return {
    async append(bytes) {
      // Starting a file only after the one before was opened lets everything that was given to that
      // one be queued there first, so that `sync` may close it.
      if (bytesGiven >= maxFileBytes) {
        current = current.then(startFile);
        bytesGiven = 0;
      }
      bytesGiven += bytes.byteLength;
      const file = (await current) as WarcFile;
      return { path: file.path, offset: await file.append(bytes) };
    },
    sync,
    async close() {
      await sync().finally(async () => {
        for (const file of openFiles) await closeFile(file);
      });
    },
  };
}

async function firstFreeNumber(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(fileName.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}
