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
  /** Rows that wait for a reason of their own, as the runner counted them, such as `http_429`. */
  readonly parked: Readonly<Record<string, number>>;
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

/** Rows that wait were counted, not named, by the runner; they are taken from those without another reason. */
function reasonsOfPending(
  statuses: readonly StatusCount[],
  { reason: general, parked }: PendingReasons,
): { reason: string; rows: number }[] {
  const byReason = new Map<string, number>();
  for (const { status, reason, rows } of statuses) {
    if (status === 'pending') byReason.set(reason ?? general, rows);
  }
  for (const [reason, rows] of Object.entries(parked)) {
    const left = byReason.get(general) ?? 0;
    const moved = reason === general ? 0 : Math.min(rows, left);
    byReason.set(general, left - moved);
    byReason.set(reason, (byReason.get(reason) ?? 0) + moved);
  }
  return [...byReason]
    .map(([reason, rows]) => ({ reason, rows }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1));
}
