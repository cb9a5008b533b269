import type { Ledger } from '../engine/ledger.ts';
import type { RecordStatus } from '../model/ledger-entry.ts';
import type { OpenJournal } from './journal-file.ts';
import type { LedgerRecovery } from './recover-folder.ts';
import type { SettledRecords } from './settled-tally.ts';

/** An earlier run's ledger whose results may be taken over. */
export interface BaseLedger {
  /** Path of its `ledger.parquet`. Lookups are fastest when it is sorted as records are claimed. */
  readonly file: string;
  readonly runId: string;
  /** Which of its rows can matter here, as a SQL condition over the segment's columns. */
  readonly filterSql?: string;
}

export interface FileLedgerOptions {
  /** The shard's folder; made if it is missing. The caller holds its lock. */
  readonly folder: string;
  /** What may be taken over, the run that counts most first. */
  readonly bases?: readonly BaseLedger[];
  /** Makes durable what the entries refer to (archived pages); called before each fsync. */
  readonly beforeCommit?: () => Promise<void>;
  /** Longest wait of an append for company before its fsync, in milliseconds; 250 by default. */
  readonly commitIntervalMs?: number;
  /** Bytes that make an fsync start at once; 1 MiB by default. */
  readonly commitBytes?: number;
  /** Results that make a journal be sealed; 10,000 by default. */
  readonly sealResults?: number;
  /** Bytes of a journal that make it be sealed; 32 MiB by default. */
  readonly sealBytes?: number;
  /** Stands in for `open` of `node:fs/promises`, for tests of a disk that fails. */
  readonly openJournal?: OpenJournal;
}

/** What a ledger has done since it was opened. */
export interface LedgerStats {
  readonly results: number;
  readonly records: number;
  /** Bytes of journal lines. */
  readonly bytes: number;
  readonly fsyncs: number;
  readonly seals: number;
}

/** The ledger of one shard, in the files of its folder. */
export interface FileLedger extends Ledger {
  readonly recovery: LedgerRecovery;
  /** Which records are finished. Those whose newest status is in `reopen` count as open again. */
  settledOrdinals(options?: { readonly reopen?: readonly RecordStatus[] }): SettledRecords;
  /** Seals everything appended so far; merging reads sealed files only. */
  seal(): Promise<void>;
  /**
   * Makes everything durable and closes the files, without sealing.
   *
   * @throws ResumableError when the disk failed, also where nobody waited for the append it failed
   */
  close(): Promise<void>;
  stats(): LedgerStats;
}
