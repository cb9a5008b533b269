import type { Database } from '../duckdb.ts';
import type { LedgerHit } from '../engine/ledger.ts';
import { killPoint } from '../kill-point.ts';
import type { LedgerEntry, RecordStatus, ResultEntry } from '../model/ledger-entry.ts';
import { diskError } from '../disk-error.ts';
import { damagedLine } from './damaged-line.ts';
import type { FileLedger, FileLedgerOptions, LedgerStats } from './file-ledger.ts';
import {
  firstBaseSegment,
  fingerprintWords,
  type IndexedFingerprint,
} from './fingerprint-index.ts';
import type { LedgerIndex } from './index-entry.ts';
import type { JournalFile } from './journal-file.ts';
import { JournalWriter } from './journal-writer.ts';
import type { LedgerRecovery, RecoveredFolder } from './recover-folder.ts';
import { ResultReader } from './result-reader.ts';
import { scanJournal } from './scan-journal.ts';
import { sealJournal } from './seal-journal.ts';
import { sealedPath } from './segment-files.ts';
import type { SettledRecords } from './settled-tally.ts';

/**
 * Full journals that may wait to be sealed before appends have to wait for them: what is not sealed is read
 * line by line when the ledger is opened again, half a second a journal.
 */
const MAX_WAITING_JOURNALS = 2;

export interface ShardLedgerOptions {
  readonly options: FileLedgerOptions;
  /** Keeps the order of rows. Closed with the ledger. */
  readonly database: Database;
  /** One more connection to it, so that lookups go on while a journal is sealed. */
  readonly sealing: Database;
  readonly index: LedgerIndex;
  readonly recovered: RecoveredFolder;
}

/** A file ledger over a folder that has been recovered. */
export class ShardLedger implements FileLedger {
  readonly recovery: LedgerRecovery;
  readonly #options: FileLedgerOptions;
  readonly #database: Database;
  readonly #sealing: Database;
  readonly #index: LedgerIndex;
  readonly #writer: JournalWriter;
  readonly #results: ResultReader;
  /** Ends when the sealing and reading of journals asked for so far has. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Ends when the journals to be sealed so far have been checked. */
  #checking: Promise<unknown> = Promise.resolve();
  #waitingJournals = 0;
  /** Resolves when no more journals wait than may; null while that is so. */
  #room: PromiseWithResolvers<void> | null = null;
  #closed: Promise<void> | null = null;
  #seals = 0;

  constructor({ options, database, sealing, index, recovered }: ShardLedgerOptions) {
    this.recovery = recovered.recovery;
    this.#options = options;
    this.#database = database;
    this.#sealing = sealing;
    this.#index = index;
    this.#results = new ResultReader(database);
    const onFull = (journal: JournalFile): void => void this.#sealInTurn(journal);
    this.#writer = new JournalWriter({ options, index, recovered, onFull });
  }

  /** Makes durable what recovery found in the journals, before anything rests on it. */
  async start(): Promise<void> {
    try {
      await this.#writer.commit();
    } catch (error) {
      await this.close().catch(() => undefined);
      throw error;
    }
  }

  async lookup(fingerprints: readonly string[]): Promise<readonly (LedgerHit | undefined)[]> {
    const found = fingerprints.map((text) => this.#index.fingerprints.find(fingerprintWords(text)));
    return Promise.all(found.map((entry) => this.#hit(entry)));
  }

  append(entries: readonly LedgerEntry[]): Promise<void> {
    const durable = this.#writer.append(entries);
    const room = this.#room?.promise;
    return room === undefined ? durable : inQuiet(durable.then(() => room));
  }

  settledOrdinals({
    reopen = [],
  }: { readonly reopen?: readonly RecordStatus[] } = {}): SettledRecords {
    return this.#index.settled.settled(reopen);
  }

  async seal(): Promise<void> {
    this.#writer.rotate();
    await this.#writer.commit();
    await this.#turn;
    this.#writer.assertHealthy();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  stats(): LedgerStats {
    return { ...this.#writer.counts, seals: this.#seals };
  }

  async #hit(found: IndexedFingerprint | undefined): Promise<LedgerHit | undefined> {
    if (found === undefined) return undefined;
    const { segment, row, attempts, attemptsAlone } = found;
    const result = segment === null ? null : await this.#read(segment, row);
    const isInherited = segment !== null && segment >= firstBaseSegment;
    return { result, isInherited, attempts, attemptsAlone };
  }

  async #read(segment: number, row: number): Promise<ResultEntry> {
    const { bases = [], folder } = this.#options;
    const base = bases[segment - firstBaseSegment];
    if (base !== undefined) {
      const result = await this.#results.read(base.file, row);
      return { ...result, fromRun: result.fromRun ?? base.runId };
    }
    const journal = this.#writer.journal(segment);
    if (journal === undefined) return this.#results.read(sealedPath(folder, segment), row);
    const { entry } = await journal.read(row);
    if (entry.kind !== 'result') throw new Error(`\`${journal.path}\` has no result in row ${row}`);
    return entry;
  }

  /** Sealing and reading whole journals exclude each other: a sealed journal is deleted. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #sealInTurn(journal: JournalFile): Promise<void> {
    this.#waitingJournals += 1;
    if (this.#waitingJournals > MAX_WAITING_JOURNALS) this.#room ??= Promise.withResolvers();
    const intact = this.#check(journal);
    await this.#inTurn(() => this.#seal(journal, intact));
    this.#waitingJournals -= 1;
    if (this.#waitingJournals > MAX_WAITING_JOURNALS) return;
    this.#room?.resolve();
    this.#room = null;
  }

  /** Beside the sealing of those before it, as every read waits for its turn of the event loop; one at a time. */
  #check(journal: JournalFile): Promise<void> {
    const checked = this.#checking.then(() => {
      return this.#isEnding ? undefined : assertIntact(journal.path);
    });
    this.#checking = checked.catch(() => undefined);
    return checked;
  }

  /** What is left when the ledger closes is sealed after it has been opened again. */
  get #isEnding(): boolean {
    return this.#closed !== null || this.#writer.isFailed;
  }

  async #seal(journal: JournalFile, intact: Promise<void>): Promise<void> {
    const sealed = sealedPath(this.#options.folder, journal.number);
    try {
      await intact;
      if (!this.#isEnding) await this.#sealTo(journal, sealed);
    } catch (error) {
      this.#writer.fail(diskError(error, sealed));
    }
  }

  async #sealTo(journal: JournalFile, sealed: string): Promise<void> {
    const places = await sealJournal(this.#sealing, {
      journal: journal.path,
      maxLineBytes: journal.maxLineBytes,
      openAttempts: journal.attempts.seqs,
      sealed,
    });
    if (places.length !== journal.results) {
      throw new Error(`\`${sealed}\` has ${places.length} of ${journal.results} results`);
    }
    for (const { words, row } of places)
      this.#index.fingerprints.moveResult(words, journal.number, row);
    // Deleted after the sealed file is durable: a crash between the two leaves both, and recovery
    // deletes the journal; the other way round would lose the segment.
    await this.#writer.remove(journal);
    killPoint('seal:journal-removed');
    this.#seals += 1;
  }

  async #close(): Promise<void> {
    try {
      await this.#writer.commit();
    } finally {
      await this.#turn;
      await this.#writer.close();
      this.#sealing.close();
      this.#database.close();
    }
    this.#writer.assertHealthy();
    this.#writer.fail(new Error(`the ledger in \`${this.#options.folder}\` is closed`));
  }
}

/** Throws when a line of a journal is not what was written. */
async function assertIntact(journal: string): Promise<void> {
  const { damaged, torn } = await scanJournal(journal);
  const damage = damaged[0] ?? torn;
  if (damage !== null) throw damagedLine(journal, damage.offset);
}

/** The same promise, which nobody has to handle. */
function inQuiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
