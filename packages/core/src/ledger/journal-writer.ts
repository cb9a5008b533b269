import { killPoint } from '../kill-point.ts';
import type { LedgerEntry } from '../model/ledger-entry.ts';
import { CommitQueue } from './commit-queue.ts';
import type { FileLedgerOptions } from './file-ledger.ts';
import { indexEntry, type LedgerIndex } from './index-entry.ts';
import { JournalFile } from './journal-file.ts';
import type { OpenAttempts } from './open-attempts.ts';
import type { RecoveredFolder } from './recover-folder.ts';
import { journalPath } from './segment-files.ts';

/** Longest wait of an append for company before its fsync, in milliseconds. */
const defaultCommitIntervalMs = 250;
/** Bytes that make an fsync start at once. */
const defaultCommitBytes = 1 << 20;
/** Results that make a journal be sealed. */
const defaultSealResults = 10_000;
/** Bytes of a journal that make it be sealed. */
const defaultSealBytes = 32 << 20;

export interface JournalWriterOptions {
  readonly options: FileLedgerOptions;
  readonly index: LedgerIndex;
  readonly recovered: RecoveredFolder;
  /** Gets each full journal once it is durable. */
  readonly onFull: (journal: JournalFile) => void;
}

/** What has been written since the ledger was opened. */
export interface WriterCounts {
  results: number;
  records: number;
  bytes: number;
  fsyncs: number;
}

/** Appends entries to journals one after the other, and commits them in groups. */
export class JournalWriter {
  readonly #context: JournalWriterOptions;
  readonly #commits: CommitQueue;
  readonly #sealResults: number;
  readonly #sealBytes: number;
  readonly #live = new Map<number, JournalFile>();
  readonly #counts: WriterCounts = { results: 0, records: 0, bytes: 0, fsyncs: 0 };
  /** Full journals that no commit has made durable yet. */
  #full: JournalFile[] = [];
  #current: JournalFile;
  #nextSeq: number;
  #failure: { readonly error: unknown } | null = null;

  constructor(context: JournalWriterOptions) {
    const { options, recovered } = context;
    this.#context = context;
    this.#sealResults = options.sealResults ?? defaultSealResults;
    this.#sealBytes = options.sealBytes ?? defaultSealBytes;
    this.#nextSeq = recovered.nextSeq;
    this.#commits = new CommitQueue({
      commit: () => this.#commit(),
      intervalMs: options.commitIntervalMs ?? defaultCommitIntervalMs,
      maxBytes: options.commitBytes ?? defaultCommitBytes,
    });
    this.#full = recovered.journals.map((journal) => this.#open(journal));
    this.#current = this.#full.pop() ?? this.#openNew(nextNumber(recovered));
    this.#rotateIfFull();
  }

  get counts(): Readonly<WriterCounts> {
    return this.#counts;
  }

  get isFailed(): boolean {
    return this.#failure !== null;
  }

  /** The journal of that number, unless it has been sealed. */
  journal(number: number): JournalFile | undefined {
    return this.#live.get(number);
  }

  /** @returns a promise that nobody has to handle: its failure is every later append's too */
  append(entries: readonly LedgerEntry[]): Promise<void> {
    if (this.#failure !== null) return this.#commits.refuse(this.#failure.error);
    let bytes = 0;
    for (const entry of entries) bytes += this.#write(entry);
    return this.#commits.join(bytes);
  }

  /** Starts a new journal, if there is anything in the current one. */
  rotate(): void {
    if (this.#current.rows === 0) return;
    this.#full.push(this.#current);
    this.#current = this.#openNew(this.#current.number + 1);
    killPoint('seal:journal-rotated');
  }

  /** Makes everything appended so far durable. */
  async commit(): Promise<void> {
    this.assertHealthy();
    await this.#commits.flush();
  }

  /** Takes a journal that has been sealed out of use. */
  async remove(journal: JournalFile): Promise<void> {
    this.#live.delete(journal.number);
    await journal.remove();
  }

  async close(): Promise<void> {
    for (const journal of this.#live.values()) await journal.close();
  }

  /** Refuses everything from now on: after a failed write nobody knows what is on the disk. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Throws what the ledger failed with, if it did. */
  assertHealthy(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  #write(entry: LedgerEntry): number {
    const journal = this.#current;
    const before = journal.bytes;
    const row = journal.push({ seq: this.#nextSeq, entry });
    const bytes = journal.bytes - before;
    this.#nextSeq += 1;
    indexEntry(this.#context.index, entry, journal.number, row);
    this.#counts.bytes += bytes;
    if (entry.kind === 'result') this.#counts.results += 1;
    if (entry.kind === 'record') this.#counts.records += 1;
    this.#rotateIfFull();
    return bytes;
  }

  #rotateIfFull(): void {
    const { results, bytes } = this.#current;
    if (results >= this.#sealResults || bytes >= this.#sealBytes) this.rotate();
  }

  async #commit(): Promise<void> {
    const full = this.#full;
    this.#full = [];
    // Taken before the pages are synced: entries that come meanwhile may cite pages that are not.
    const covered = [...full, this.#current];
    try {
      await this.#context.options.beforeCommit?.();
      for (const journal of covered) {
        if (await journal.sync()) this.#counts.fsyncs += 1;
      }
    } catch (error) {
      this.fail(error);
    }
    this.assertHealthy();
    for (const journal of full) {
      journal.release();
      this.#context.onFull(journal);
    }
  }

  #openNew(number: number): JournalFile {
    return this.#open({ number, path: journalPath(this.#context.options.folder, number) });
  }

  #open(file: {
    number: number;
    path: string;
    ends?: readonly number[];
    results?: number;
    attempts?: OpenAttempts;
  }): JournalFile {
    const journal = new JournalFile({
      ...file,
      openJournal: this.#context.options.openJournal,
      onError: (error) => this.fail(error),
    });
    this.#live.set(journal.number, journal);
    return journal;
  }
}

function nextNumber({ sealed }: RecoveredFolder): number {
  return (sealed.at(-1)?.number ?? 0) + 1;
}
