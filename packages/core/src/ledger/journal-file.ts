import { open, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../durable-file.ts';
import { killPoint } from '../kill-point.ts';
import { diskError } from '../disk-error.ts';
import { damagedLine } from './damaged-line.ts';
import { isIntact, LineBuffer, parseLine, type NumberedEntry } from './journal-line.ts';
import { OpenAttempts } from './open-attempts.ts';

/** What a journal needs of an open file. */
export type JournalHandle = Pick<FileHandle, 'write' | 'read' | 'sync' | 'close'>;

/** Opens a journal: `wx+` makes it, `r+` goes on with one that exists. */
export type OpenJournal = (path: string, flags: 'wx+' | 'r+') => Promise<JournalHandle>;

export interface JournalFileOptions {
  readonly number: number;
  readonly path: string;
  readonly openJournal?: OpenJournal | undefined;
  /** Called once, when a write fails; the journal takes no more lines then. */
  readonly onError: (error: unknown) => void;
  /** Where each line of a journal that exists ends, LF included; absent for a new one. */
  readonly ends?: readonly number[];
  /** Results among those lines. */
  readonly results?: number;
  /** Attempts among them. */
  readonly attempts?: OpenAttempts;
}

/**
 * An append-only file of lines. Lines go to the system at once while no other write is in flight, and
 * together when it ends, so a killed process loses only what it had not yet got round to writing.
 */
export class JournalFile {
  readonly number: number;
  readonly path: string;
  readonly attempts: OpenAttempts;
  readonly #options: JournalFileOptions;
  /** Where each line ends, LF included. */
  readonly #ends: number[];
  #results: number;
  #maxLineBytes: number;
  #opening: Promise<JournalHandle> | undefined;
  #handle: JournalHandle | undefined;
  /** Lines that wait for the write in flight, and those that it writes. */
  #pending = new LineBuffer();
  #inFlight = new LineBuffer();
  #written: number;
  /** What recovery read may be in the page cache only, so a journal that exists starts at 0. */
  #synced = 0;
  /** Writing until nothing is pending, and the one write that is in flight; neither rejects. */
  #writing: Promise<void> | null = null;
  #batch: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;
  readonly #reading = new Set<Promise<unknown>>();

  constructor(options: JournalFileOptions) {
    this.number = options.number;
    this.path = options.path;
    this.#options = options;
    this.#ends = [...(options.ends ?? [])];
    this.#results = options.results ?? 0;
    this.#maxLineBytes = this.#ends.reduce(
      (most, end, row) => Math.max(most, end - (this.#ends[row - 1] ?? 0)),
      0,
    );
    this.attempts = options.attempts ?? new OpenAttempts();
    this.#written = this.bytes;
  }

  get rows(): number {
    return this.#ends.length;
  }

  get bytes(): number {
    return this.#ends.at(-1) ?? 0;
  }

  get results(): number {
    return this.#results;
  }

  /** Length of the longest line, LF included. */
  get maxLineBytes(): number {
    return this.#maxLineBytes;
  }

  /** Takes an entry to write. Returns its row, from 0. */
  push(numbered: NumberedEntry): number {
    const bytes = this.#pending.push(numbered);
    this.#ends.push(this.bytes + bytes);
    this.#maxLineBytes = Math.max(this.#maxLineBytes, bytes);
    if (numbered.entry.kind === 'result') this.#results += 1;
    this.attempts.note(numbered);
    this.#writing ??= this.#writePending();
    return this.rows - 1;
  }

  /** Waits until everything pushed so far is with the system, whatever is pushed meanwhile. */
  async flush(): Promise<void> {
    const { bytes } = this;
    while (this.#failure === null && this.#written < bytes) await this.#batch;
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Gives back what only writing needs. Everything has been written, and nothing more is pushed. */
  release(): void {
    this.#pending.release();
    this.#inFlight.release();
  }

  /** Makes everything pushed so far durable. Returns whether that took an fsync. */
  async sync(): Promise<boolean> {
    await this.flush();
    const written = this.#written;
    if (written === this.#synced) return false;
    try {
      const handle = this.#handle ?? (await this.#open());
      killPoint('ledger:before-sync');
      await handle.sync();
      killPoint('ledger:after-sync');
    } catch (error) {
      throw diskError(error, this.path);
    }
    this.#synced = written;
    return true;
  }

  /** Reads one line back; `close` waits for reads that have begun. */
  read(row: number): Promise<NumberedEntry> {
    const reading = this.#read(row);
    this.#reading.add(reading);
    const end = (): boolean => this.#reading.delete(reading);
    reading.then(end, end);
    return reading;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#reading, this.#writing, this.#opening]);
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Closes the file and deletes it. */
  async remove(): Promise<void> {
    await this.close();
    await unlink(this.path);
  }

  async #read(row: number): Promise<NumberedEntry> {
    await this.flush();
    const start = this.#ends[row - 1] ?? 0;
    const line = Buffer.allocUnsafe((this.#ends[row] ?? 0) - start - 1);
    const handle = this.#handle ?? (await this.#open());
    const { bytesRead } = await handle.read(line, 0, line.length, start);
    const found = line.subarray(0, bytesRead);
    const parsed = isIntact(found) ? parseLine(found) : null;
    if (parsed?.kind !== 'entry') throw damagedLine(this.path, start);
    return parsed;
  }

  async #writePending(): Promise<void> {
    while (!this.#pending.isEmpty && this.#failure === null) {
      [this.#pending, this.#inFlight] = [this.#inFlight, this.#pending];
      this.#batch = this.#writeAll(this.#inFlight.bytes);
      await this.#batch;
      killPoint('ledger:line-written');
      this.#inFlight.clear();
    }
    this.#writing = null;
  }

  /** A write may take only a part, up to the limit of the file or the disk; the next one says why. */
  async #writeAll(lines: Buffer): Promise<void> {
    try {
      const handle = this.#handle ?? (await this.#open());
      for (let done = 0; done < lines.length;) {
        const { bytesWritten } = await handle.write(
          lines,
          done,
          lines.length - done,
          this.#written,
        );
        done += bytesWritten;
        this.#written += bytesWritten;
      }
    } catch (error) {
      const failure = diskError(error, this.path);
      this.#failure = { error: failure };
      this.#options.onError(failure);
    }
  }

  #open(): Promise<JournalHandle> {
    this.#opening ??= this.#openNow();
    return this.#opening;
  }

  async #openNow(): Promise<JournalHandle> {
    const isNew = this.#options.ends === undefined;
    const handle = await (this.#options.openJournal ?? open)(this.path, isNew ? 'wx+' : 'r+');
    this.#handle = handle;
    if (isNew) await syncFolder(dirname(this.path));
    return handle;
  }
}
