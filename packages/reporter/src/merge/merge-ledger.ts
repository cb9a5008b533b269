import { existsSync } from 'node:fs';
import type { Manifest, RunFolder } from '@sluice/core';
import { findSegments } from './find-segments.ts';
import { openEntries } from './open-entries.ts';
import { withMergeDatabase } from './with-merge-database.ts';
import { readLedgerSegments, writeLedger } from './write-ledger.ts';

/**
 * Brings a run's `ledger.parquet` up to date and writes nothing else, for a run that is to be based on it.
 * A ledger alone, without the shards that it was made of, is as it is.
 */
export async function mergeLedger(folder: RunFolder, manifest: Manifest): Promise<void> {
  const { files, id } = await findSegments(folder, manifest);
  await withMergeDatabase(folder, manifest.dataset.columns.length, async (db) => {
    const isThere = existsSync(folder.ledger);
    if (isThere && files.length === 0) return;
    if (isThere && (await readLedgerSegments(db, folder.ledger)) === id) return;
    await openEntries(db, files);
    await writeLedger(db, folder.ledger, id);
  });
}
