import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { availableMemory, openDuckDB, type Database, type RunFolder } from '@sluice/core';
import { removeLeftovers, temporaryName } from '../export/remove-leftovers.ts';

/** More makes a merge no faster. */
const MAX_MEMORY_MB = 2_000;
/** Further megabytes for each column of the dataset: sorting holds blocks of every one at a time. */
const MEMORY_PER_COLUMN_MB = 1;
/** Of what the process may use: reading and writing Parquet takes about as much beside what DuckDB counts. */
const MEMORY_SHARE = 0.5;

/**
 * Does a merge's work in a database in memory. What does not fit spills to the run's folder, and is gone
 * afterwards; what a killed merge left there goes first.
 */
export async function withMergeDatabase<T>(
  folder: RunFolder,
  columns: number,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  await removeLeftovers(folder.path);
  const spill = join(folder.path, temporaryName('merge'));
  const db = await openDuckDB(':memory:', { memoryLimit: memoryLimit(columns), tempFolder: spill });
  try {
    return await work(db);
  } finally {
    db.close();
    await rm(spill, { recursive: true, force: true });
  }
}

function memoryLimit(columns: number): string {
  const share = (availableMemory() * MEMORY_SHARE) / 1_000_000;
  const useful = MAX_MEMORY_MB + MEMORY_PER_COLUMN_MB * columns;
  return `${Math.floor(Math.min(useful, share))}MB`;
}
