import { diskError } from '../disk-error.ts';
import { openDuckDB, type Database } from '../duckdb.ts';
import type { FileLedger, FileLedgerOptions } from './file-ledger.ts';
import { FingerprintIndex, firstBaseSegment } from './fingerprint-index.ts';
import type { LedgerIndex } from './index-entry.ts';
import { recoverFolder, type RecoveredFolder } from './recover-folder.ts';
import { indexBase } from './sealed-index.ts';
import { SettledTally } from './settled-tally.ts';
import { ShardLedger } from './shard-ledger.ts';

/**
 * Opens the ledger in a shard's folder, repairs it and reads its index.
 *
 * @throws UsageError when a file is of a newer version, cannot be read, or the base is missing
 * @throws ResumableError when the disk is full or fails
 */
export async function openFileLedger(options: FileLedgerOptions): Promise<FileLedger> {
  // The newest of several results counts, so the index has to meet them in order.
  const database = await openDuckDB(':memory:', { threads: 1, keepsOrder: true });
  const index = { fingerprints: new FingerprintIndex(), settled: new SettledTally() };
  const recovered = await recover(options, database, index);
  const sealing = await database.connect();
  const ledger = new ShardLedger({ options, database, sealing, index, recovered });
  await ledger.start();
  return ledger;
}

/** Fills the index, what counts least first: what this run has found counts most. */
async function recover(
  options: FileLedgerOptions,
  database: Database,
  index: LedgerIndex,
): Promise<RecoveredFolder> {
  try {
    for (const [at, base] of [...(options.bases ?? []).entries()].reverse()) {
      await indexBase(database, index.fingerprints, base, firstBaseSegment + at);
    }
    return await recoverFolder(options.folder, database, index);
  } catch (error) {
    database.close();
    throw diskError(error, options.folder);
  }
}
