import { indexEntry, type LedgerIndex } from './index-entry.ts';
import { parseLine, type NumberedEntry } from './journal-line.ts';
import { OpenAttempts } from './open-attempts.ts';
import { repairJournal, type QuarantinedLine } from './repair-journal.ts';
import { scanJournal, type JournalScan } from './scan-journal.ts';
import { newerVersion, type SegmentExtent } from './sealed-check.ts';
import { quarantinePath, type SegmentFile } from './segment-files.ts';

/** A journal that consists of intact lines again. */
export interface RecoveredJournal extends SegmentFile, SegmentExtent {
  /** Where each line ends, LF included. */
  readonly ends: readonly number[];
  readonly attempts: OpenAttempts;
  readonly tornBytes: number;
  readonly quarantined: readonly QuarantinedLine[];
}

/**
 * Notes every intact entry of a journal, and repairs the journal where it is damaged.
 *
 * @throws UsageError when an entry is of a newer version; nothing has been changed then
 */
export async function recoverJournal(
  folder: string,
  file: SegmentFile,
  index: LedgerIndex,
): Promise<RecoveredJournal> {
  const attempts = new OpenAttempts();
  const { scan, extent } = await scanEntries(file.path, (numbered, row) => {
    attempts.note(numbered);
    indexEntry(index, numbered.entry, file.number, row);
  });
  const quarantined = await repairJournal(file.path, scan, quarantinePath(folder, file.number));
  const tornBytes = scan.torn?.bytes ?? 0;
  return { ...file, ...extent, ends: scan.ends, attempts, tornBytes, quarantined };
}

/** Reads how far a journal reaches, without changing it. */
export async function readJournalExtent(path: string): Promise<SegmentExtent> {
  const { extent } = await scanEntries(path, () => undefined);
  return extent;
}

async function scanEntries(
  path: string,
  onEntry: (entry: NumberedEntry, row: number) => void,
): Promise<{ scan: JournalScan; extent: SegmentExtent }> {
  let lastSeq = -1;
  let results = 0;
  const scan = await scanJournal(path, (line, row) => {
    const parsed = parseLine(line);
    if (parsed.kind === 'newer') throw newerVersion(path, parsed.version);
    if (parsed.kind === 'unknown') return false;
    lastSeq = parsed.seq;
    if (parsed.entry.kind === 'result') results += 1;
    onEntry(parsed, row);
    return true;
  });
  return { scan, extent: { lastSeq, results } };
}
