import { existsSync } from 'node:fs';
import {
  diskError,
  isIntact,
  requireIntact,
  type Database,
  type Manifest,
  type RunFolder,
} from '@sluice/core';
import { findSegments } from './find-segments.ts';
import { openEntries } from './open-entries.ts';
import { withMergeDatabase } from './with-merge-database.ts';
import { readLedgerSegments, writeLedger } from './write-ledger.ts';

/**
 * Brings a run's `ledger.parquet` up to date and writes nothing else, for a run that is to be based on it.
 * A ledger alone, without the shards that it was made of, is as it is.
 *
 * @throws UsageError when a file of the ledger is damaged
 * @throws ResumableError when the disk is full or fails, or a file of the run is gone
 */
export async function mergeLedger(folder: RunFolder, manifest: Manifest): Promise<void> {
  const { files, id } = await findSegments(folder, manifest);
  const update = async (db: Database): Promise<void> => {
    const isThere = existsSync(folder.ledger);
    if (isThere && files.length === 0) return;
    if (isThere && (await isUpToDate(db, folder.ledger, id))) return;
    await requireIntact(files);
    await openEntries(db, files);
    await writeLedger(db, folder.ledger, id);
  };
  try {
    await withMergeDatabase(folder, manifest.dataset.columns.length, update);
  } catch (error) {
    throw diskError(error, folder.ledger);
  }
}

/** A ledger that was damaged, or killed between its checksum and itself, is written again. */
async function isUpToDate(db: Database, ledger: string, segments: string): Promise<boolean> {
  return (await isIntact(ledger)) && (await readLedgerSegments(db, ledger)) === segments;
}
