import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { openDuckDB, type Manifest, type RunFolder } from '@sluice/core';
import { findSegments } from './find-segments.ts';
import { openEntries } from './open-entries.ts';
import { writeLedger } from './write-ledger.ts';

/** Writes a run's `ledger.parquet` and nothing else, for a run that is to be based on it. */
export async function mergeLedger(folder: RunFolder, manifest: Manifest): Promise<void> {
  const spill = join(folder.path, `ledger.${process.pid}.tmp`);
  const database = await openDuckDB(':memory:', { memoryLimit: '2GB', tempFolder: spill });
  try {
    const { files } = await findSegments(folder, manifest);
    await openEntries(database, files);
    await writeLedger(database, folder.ledger);
  } finally {
    database.close();
    await rm(spill, { recursive: true, force: true });
  }
}
