import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { isAlive, processStart } from './process-start.ts';

const holderSchema = z.object({
  version: z.literal(1),
  host: z.string(),
  pid: z.number().int(),
  /** When the process started, as `processStart` tells it. */
  processStart: z.string().nullable(),
  /** When it took the lock: UTC, ISO 8601. */
  lockedAt: z.string(),
});

type Holder = z.infer<typeof holderSchema>;

const isWindows = process.platform === 'win32';

/**
 * Takes a shard's folder for this process; the lock of a holder that has died is taken over.
 *
 * The lock is a folder `lock` with one file, which has a name of its own. Every step of taking it is
 * decided by the file system: a folder is renamed to `lock` only where none is or an empty one, and a
 * dead holder's file can be deleted once, so that of several processes one gets it.
 *
 * @returns gives the lock back
 * @throws UsageError naming the holder when another process, or this one, has it
 */
export async function acquireShardLock(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, 'lock');
  const name = `${randomUUID()}.json`;
  const prepared = `${lock}.${name}.tmp`;
  await mkdir(prepared, { recursive: true });
  try {
    await writeFile(join(prepared, name), JSON.stringify(await thisProcess()));
    while (!(await takePlace(prepared, lock))) await clearDeadHolder(folder, lock);
  } catch (error) {
    await rm(prepared, { recursive: true, force: true });
    throw error;
  }
  return () => release(lock, name);
}

async function thisProcess(): Promise<Holder> {
  return {
    version: 1,
    host: hostname(),
    pid: process.pid,
    processStart: await processStart(process.pid),
    lockedAt: new Date().toISOString(),
  };
}

/** Puts the prepared folder in the lock's place; false when somebody's file is in it. */
async function takePlace(prepared: string, lock: string): Promise<boolean> {
  try {
    // Windows renames onto no folder, not even an empty one, and says EPERM.
    if (isWindows) await removeEmpty(lock);
    await rename(prepared, lock);
    return true;
  } catch (error) {
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST', ...(isWindows ? ['EPERM'] : []))) return false;
    throw error;
  }
}

/** Deletes the file of a holder that has died; the one who deletes it may still lose the place. */
async function clearDeadHolder(folder: string, lock: string): Promise<void> {
  for (const name of await namesIn(lock)) {
    const path = join(lock, name);
    const holder = await readHolder(path);
    if (holder === null) continue;
    if (await isHolding(holder)) throw inUse(folder, lock, holder);
    await unlinkIfThere(path);
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw new UsageError(
      `\`${path}\` cannot be read as a lock; if nothing works on this shard, delete it and run the same command again`,
      { cause: error },
    );
  }
}

/** Another machine's processes cannot be asked, so its lock counts. */
async function isHolding(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  if (!isAlive(holder.pid)) return false;
  const start = await processStart(holder.pid);
  return start === null || holder.processStart === null || start === holder.processStart;
}

function inUse(folder: string, lock: string, holder: Holder): UsageError {
  const since = `process \`${holder.pid}\` on \`${holder.host}\` works on \`${folder}\` since ${holder.lockedAt}`;
  const next =
    holder.host === hostname()
      ? 'wait for it to end or stop it'
      : `wait for it to end, or delete \`${lock}\` if it is gone`;
  return new UsageError(`${since}; ${next}, then run the same command again`);
}

async function release(lock: string, name: string): Promise<void> {
  await unlinkIfThere(join(lock, name));
  await removeEmpty(lock);
}

/** Leaves the folder alone when somebody has taken it meanwhile. */
async function removeEmpty(lock: string): Promise<void> {
  try {
    await rmdir(lock);
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

async function namesIn(lock: string): Promise<string[]> {
  try {
    return await readdir(lock);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

function isErrno(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
