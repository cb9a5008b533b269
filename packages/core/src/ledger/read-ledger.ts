import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { LedgerEntry } from '../model/ledger-entry.ts';
import { scanJournal } from './scan-journal.ts';
import { segmentFiles, type SegmentFiles } from './segment-files.ts';
import { emptySegmentSql, journalSql, sealedSql } from './segment-sql.ts';

/** What shards hold at one moment, in files that nobody changes. */
interface Snapshot {
  readonly sealed: readonly string[];
  readonly journals: readonly string[];
  readonly maxLineBytes: number;
}

/**
 * Reads the ledgers of shards from any process, also while they are being written: sealed files as
 * they are, and of the journals the lines that are intact now.
 *
 * @param folders - of shards of one run; one that has not been started counts as empty
 * @param use - gets a SQL relation with the segment's columns over all of it, valid until it resolves;
 *   `seq` orders the entries within a shard, and a record's entries all lie in one shard
 * @param only - entries of other kinds may be missing, which is faster where journals are long
 */
export async function readLedger<T>(
  folders: string | readonly string[],
  use: (relationSql: string) => Promise<T>,
  only: readonly LedgerEntry['kind'][] | null = null,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-snapshot-'));
  try {
    const shards: Snapshot[] = [];
    for (const [at, folder] of [folders].flat().entries()) {
      shards.push(await takeSnapshot(folder, join(scratch, String(at)), only));
    }
    return await use(relationSql(shards));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Starts again when a journal was sealed and deleted between listing and opening it. */
async function takeSnapshot(
  folder: string,
  copies: string,
  only: readonly LedgerEntry['kind'][] | null,
): Promise<Snapshot> {
  for (;;) {
    const files = await segmentFiles(folder);
    try {
      return await copyJournals(files, copies, only);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

async function copyJournals(
  { sealed, journals }: SegmentFiles,
  copies: string,
  only: readonly LedgerEntry['kind'][] | null,
): Promise<Snapshot> {
  const paths: string[] = [];
  let maxLineBytes = 0;
  for (const { number, path } of journals) {
    const copy = `${copies}-${number}.ndjson`;
    maxLineBytes = Math.max(maxLineBytes, await copyIntactLines(path, copy, only));
    paths.push(copy);
  }
  return { sealed: sealed.map(({ path }) => path), journals: paths, maxLineBytes };
}

/** Copies what is intact now; DuckDB's reader breaks on half a character. Returns the longest line. */
async function copyIntactLines(
  journal: string,
  copy: string,
  only: readonly LedgerEntry['kind'][] | null,
): Promise<number> {
  const output = createWriteStream(copy);
  // Another kind's line may hold the same words in a text, and does no harm.
  const marks = only?.map((kind) => `"kind":"${kind}"`) ?? [''];
  const { maxLineBytes } = await scanJournal(journal, (line) => {
    if (marks.some((mark) => line.includes(mark))) output.write(Buffer.concat([line, newLine]));
    return true;
  });
  output.end();
  await finished(output);
  return maxLineBytes;
}

const newLine = Buffer.from('\n');

function relationSql(shards: readonly Snapshot[]): string {
  const sealed = shards.flatMap((shard) => shard.sealed);
  const journals = shards.flatMap((shard) => shard.journals);
  const maxLineBytes = Math.max(0, ...shards.map((shard) => shard.maxLineBytes));
  const parts = [
    ...(sealed.length > 0 ? [sealedSql(sealed)] : []),
    ...(maxLineBytes > 0 ? [journalSql(journals, maxLineBytes)] : []),
  ];
  return parts.length === 0 ? emptySegmentSql() : `(${parts.join(' UNION ALL ')})`;
}
