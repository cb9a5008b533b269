import type { Ledger } from '../engine/ledger.ts';
import type { RecordStatus } from '../model/ledger-entry.ts';
import type { OrdinalSet } from './ordinal-set.ts';

/** An earlier run's ledger whose results may be taken over. */
export interface BaseLedger {
  /** Path of its `ledger.parquet`. */
  readonly file: string;
  readonly runId: string;
  /** Which of its rows can matter here, as a SQL condition over the segment's columns. */
  readonly filterSql?: string;
}

export interface FileLedgerOptions {
  /** The shard's folder; made if it is missing. The caller holds its lock. */
  readonly folder: string;
  readonly base?: BaseLedger;
  /** Makes durable what the entries refer to (archived pages); called before each fsync. */
  readonly beforeCommit?: () => Promise<void>;
  /** Longest wait of an append for company before its fsync, in milliseconds. */
  readonly commitIntervalMs?: number;
  /** Bytes that make an fsync start at once. */
  readonly commitBytes?: number;
  /** Results that make a journal be sealed. */
  readonly sealResults?: number;
  /** Journal bytes that make it be sealed. */
  readonly sealBytes?: number;
}

/** A damaged line in the middle of a journal, set aside in `quarantine-NNNNNN.ndjson`. */
export interface QuarantinedLine {
  readonly journal: string;
  /** Byte offset in the journal it was found in, and its length without the line feed. */
  readonly offset: number;
  readonly bytes: number;
}

/** What opening the folder had to repair. */
export interface LedgerRecovery {
  /** Bytes of unfinished last lines that were dropped; nothing in them had been acknowledged. */
  readonly tornBytes: number;
  readonly quarantined: readonly QuarantinedLine[];
}

export interface LedgerStats {
  readonly results: number;
  readonly records: number;
  readonly bytes: number;
  readonly fsyncs: number;
  readonly seals: number;
}

/** Finished records, each counted by its newest entry. */
export interface SettledRecords {
  readonly ordinals: OrdinalSet;
  readonly counts: Readonly<Record<RecordStatus, number>>;
  readonly reasons: readonly {
    readonly status: RecordStatus;
    readonly reason: string | null;
    readonly count: number;
  }[];
}

/** The ledger of one shard, in the files of its folder. */
export interface FileLedger extends Ledger {
  readonly recovery: LedgerRecovery;
  /** Which records are finished. Those whose newest status is in `reopen` count as open again. */
  settledOrdinals(options?: { readonly reopen?: readonly RecordStatus[] }): Promise<SettledRecords>;
  /** Seals everything appended so far; merging reads sealed files only. */
  seal(): Promise<void>;
  /** Makes everything durable and closes the files, without sealing. */
  close(): Promise<void>;
  stats(): LedgerStats;
}
