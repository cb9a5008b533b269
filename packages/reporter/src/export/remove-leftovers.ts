import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive, nullWhereMissing } from '@sluice/core';

/** Dots part the name. */
const thisHost = hostname().replaceAll('.', '-');

/** What a file is called while this process writes it: `results.csv` is `results.csv.laptop.4711.tmp`. */
export function temporaryName(file: string): string {
  return `${file}.${thisHost}.${process.pid}.tmp`;
}

const TEMPORARY = /\.([^.]+)\.(\d+)\.tmp(?:\.wal)?$/;

/** After so long without a byte nobody on another host writes a file any more. */
const MAX_REST_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what killed processes have left in a folder. Files of living processes stay. Whether a process of
 * another host lives, on a disk that hosts share, nobody here knows: what it writes stays until it is a day old.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, host, pid] = TEMPORARY.exec(name) ?? [];
    if (host === undefined) continue;
    const path = join(folder, name);
    const isNeeded = host === thisHost ? isAlive(Number(pid)) : await isFresh(path);
    if (!isNeeded) await rm(path, { force: true, recursive: true });
  }
}

async function isFresh(path: string): Promise<boolean> {
  const stats = await stat(path).catch(nullWhereMissing);
  // Where it is gone, its owner gave it its name meanwhile.
  return stats === null || stats.mtimeMs > Date.now() - MAX_REST_MS;
}
