import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { openDuckDB, type Manifest, type RunFolder } from '@sluice/core';
import { findSegments } from './find-segments.ts';
import { openEntries } from './open-entries.ts';
import { readLedgerSegments, writeLedger } from './write-ledger.ts';

/**
 * Brings a run's `ledger.parquet` up to date and writes nothing else, for a run that is to be based on it.
 * A ledger alone, without the shards that it was made of, is as it is.
 */
export async function mergeLedger(folder: RunFolder, manifest: Manifest): Promise<void> {
  const { files, id } = await findSegments(folder, manifest);
  const spill = join(folder.path, `ledger.${process.pid}.tmp`);
  const database = await openDuckDB(':memory:', { memoryLimit: '2GB', tempFolder: spill });
  try {
    const isThere = existsSync(folder.ledger);
    if (isThere && files.length === 0) return;
    if (isThere && (await readLedgerSegments(database, folder.ledger)) === id) return;
    await openEntries(database, files);
    await writeLedger(database, folder.ledger, id);
  } finally {
    database.close();
    await rm(spill, { recursive: true, force: true });
  }
}
