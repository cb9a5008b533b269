import { access, constants, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ResumableError, UsageError } from '@sluice/core';

/**
 * Makes a folder that files can be written to. Call it before the run, so that a wrong `--out` is refused
 * before any work.
 *
 * @throws UsageError when the path, or one above it, is a regular file, or may not be written to
 */
export async function prepareOutputFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    const cause = CAUSES[(error as NodeJS.ErrnoException).code ?? ''];
    if (cause === undefined) throw asDiskError(error, path);
    throw new UsageError(`cannot write to \`${path}\`: ${cause}; choose another folder`, {
      cause: error,
    });
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EEXIST: 'a file of that name is in the way',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** Removes what a killed process has left in an output folder. Files of a living process stay. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /\.(\d+)\.tmp(\.wal)?$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(join(folder, name), { force: true, recursive: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const DISK_FULL = /ENOSPC|EDQUOT|EFBIG|no space left|disk quota exceeded|file too large/i;

/** A disk that breaks, is taken away, or becomes read-only; a network file system that lost its file. */
const DISK_FAILED =
  /\b(EIO|EROFS|ENODEV|ENXIO|ESTALE|ETIMEDOUT)\b|input\/output error|read-only file system|stale file handle/i;

/**
 * Turns a full or broken disk, however Node or DuckDB words it, into an error that says what to do. Everything
 * else is returned as it is.
 */
export function asDiskError(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  if (DISK_FAILED.test(error.message)) {
    return new ResumableError(
      'disk_failed',
      `writing to \`${path}\` failed (${error.message}); nothing is lost: check the disk, then merge the run again`,
      { cause: error },
    );
  }
  if (!DISK_FULL.test(error.message)) return error;
  return new ResumableError(
    'disk_full',
    `no room to write to \`${path}\`; nothing is lost: free some space, then merge the run again`,
    { cause: error },
  );
}
