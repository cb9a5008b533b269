import { mkdir, readdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../duckdb.ts';
import type { LedgerIndex } from './index-entry.ts';
import { removeChecked } from '../file-checksum.ts';
import { readJournalExtent, recoverJournal, type RecoveredJournal } from './recover-journal.ts';
import type { QuarantinedLine } from './repair-journal.ts';
import { checkSealedFiles, readSealedExtent } from './sealed-check.ts';
import { indexSealed } from './sealed-index.ts';
import { segmentFiles, type SegmentFile } from './segment-files.ts';
import { tallySealed } from './tally-sealed.ts';

/** What opening a ledger had to repair. */
export interface LedgerRecovery {
  /** Bytes of unfinished last lines that were dropped; nothing in them had been acknowledged. */
  readonly tornBytes: number;
  readonly quarantined: readonly QuarantinedLine[];
}

export interface RecoveredFolder {
  readonly sealed: readonly SegmentFile[];
  readonly journals: readonly RecoveredJournal[];
  /** The number of the next entry. */
  readonly nextSeq: number;
  readonly recovery: LedgerRecovery;
}

const temporaryPattern = /^(?:journal|sealed|quarantine)-.*\.tmp$/;

/**
 * Brings a shard's folder into order after a stop of any kind and fills the index with what it holds.
 *
 * @throws UsageError when a file is of a newer version
 */
export async function recoverFolder(
  folder: string,
  database: Database,
  index: LedgerIndex,
): Promise<RecoveredFolder> {
  await mkdir(folder, { recursive: true });
  await removeTemporaries(folder);
  await checkSealedFiles(database, (await segmentFiles(folder)).sealed);
  await removeSealedJournals(folder, database);
  const files = await segmentFiles(folder);
  await indexSealed(database, index.fingerprints, files.sealed);
  await tallySealed(
    database,
    index.settled,
    files.sealed.map(({ path }) => path),
  );
  const journals: RecoveredJournal[] = [];
  for (const file of files.journals) journals.push(await recoverJournal(folder, file, index));
  const extents = [await readSealedExtent(database, files.sealed), ...journals];
  return {
    sealed: files.sealed,
    journals,
    nextSeq: Math.max(...extents.map(({ lastSeq }) => lastSeq)) + 1,
    recovery: {
      tornBytes: journals.reduce((total, { tornBytes }) => total + tornBytes, 0),
      quarantined: journals.flatMap(({ quarantined }) => quarantined),
    },
  };
}

/** What a killed process was in the middle of writing; everything of it is elsewhere too. */
async function removeTemporaries(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => temporaryPattern.test(name));
  for (const name of names) await rm(join(folder, name));
}

/**
 * Ends what a process killed between sealing and deleting left over. A sealed file that does not hold
 * all of its journal goes instead, and the journal is sealed again.
 */
async function removeSealedJournals(folder: string, database: Database): Promise<void> {
  const { sealed, superseded } = await segmentFiles(folder);
  for (const journal of superseded) {
    const files = sealed.filter(({ number }) => number === journal.number);
    const inSealed = await readSealedExtent(database, files);
    const inJournal = await readJournalExtent(journal.path);
    const isWhole =
      inSealed.lastSeq === inJournal.lastSeq && inSealed.results === inJournal.results;
    if (isWhole) await unlink(journal.path);
    else for (const { path } of files) await removeChecked(path);
  }
}
