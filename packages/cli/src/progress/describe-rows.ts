import { formatCount, plural } from '@sluice/core';

const STATUSES = ['complete', 'partial', 'skipped', 'failed', 'pending'] as const;

/** `24 rows: 18 complete, 6 skipped`. */
export function describeRows(
  rows: Readonly<Record<'input' | (typeof STATUSES)[number], number>>,
): string {
  const counts = STATUSES.filter((status) => rows[status] > 0);
  const named = counts.map((status) => `${formatCount(rows[status])} ${status}`).join(', ');
  return `${plural(rows.input, 'row')}: ${named}`;
}
