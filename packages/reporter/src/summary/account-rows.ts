import type { StatusCount } from './read-outcome.ts';
import type { RunSummary } from './run-summary.ts';

/** Rows of a shard that left no folder, unless the caller knows that it was never started. */
export const MISSING_SHARD = 'missing_shard';

/** Why rows are pending. */
export interface PendingReasons {
  /** Of rows about which nothing else is known: why the run stopped, such as `limit` or `signal`. */
  readonly reason: string;
  /** Of rows whose shard has no folder. */
  readonly absentShardReason: string;
}

export interface RowAccount {
  readonly rows: RunSummary['rows'];
  readonly failureRate: number | null;
  /** By reason, largest first. */
  readonly pending: readonly { readonly reason: string; readonly rows: number }[];
}

/** Accounts for every row: the five counts equal the input, and so do the reasons of the pending ones. */
export function accountRows(statuses: readonly StatusCount[], pending: PendingReasons): RowAccount {
  const rows = { input: 0, complete: 0, partial: 0, skipped: 0, failed: 0, pending: 0 };
  for (const { status, rows: count } of statuses) {
    rows[status] += count;
    rows.input += count;
  }
  const processed = rows.input - rows.skipped - rows.pending;
  return {
    rows,
    failureRate: processed === 0 ? null : rows.failed / processed,
    pending: reasonsOfPending(statuses, pending),
  };
}

function reasonsOfPending(
  statuses: readonly StatusCount[],
  { reason: general }: PendingReasons,
): { reason: string; rows: number }[] {
  return statuses
    .filter(({ status }) => status === 'pending')
    .map(({ reason, rows }) => ({ reason: reason ?? general, rows }))
    .sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1));
}
