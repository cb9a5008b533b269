import type { RunSummary } from '../summary/run-summary.ts';
import { formatBar, formatCount, formatShare } from './format-figures.ts';
import { escapeMarkdown, inertCode } from './inert-text.ts';
import { mermaid, numeric, section, table } from './markdown-blocks.ts';

const STATUSES = {
  complete: 'every stage succeeded',
  partial: 'an optional stage failed',
  skipped: 'nothing to work on, or not allowed to',
  failed: 'a required stage failed',
  pending: 'not finished',
} as const;

/** Every input row by status, with why rows are pending. */
export function formatRowAccount(summary: RunSummary): string | null {
  if (summary.rows.input === 0) return null;
  return section('Rows', [statusTable(summary), pendingTable(summary), statusPie(summary)]);
}

function statusTable({ rows }: RunSummary): string {
  const statuses = Object.entries(STATUSES) as [keyof typeof STATUSES, string][];
  return table(
    ['Status', numeric('Rows'), numeric('Share'), '', 'Meaning'],
    [
      ...statuses.map(([status, meaning]) => [
        status,
        formatCount(rows[status]),
        formatShare(rows[status], rows.input),
        formatBar(rows[status], rows.input),
        meaning,
      ]),
      ['**input**', `**${formatCount(rows.input)}**`, '', '', 'all of the above together'],
    ],
  );
}

function pendingTable({ pending }: RunSummary): string | null {
  if (pending.length === 0) return null;
  return table(
    ['Pending because of', numeric('Rows'), 'Meaning'],
    pending.map(({ reason, rows, explanation }) => [
      inertCode(reason),
      formatCount(rows),
      escapeMarkdown(explanation ?? ''),
    ]),
  );
}

function statusPie({ rows }: RunSummary): string | null {
  const parts = Object.keys(STATUSES).filter((status) => rows[status as keyof typeof STATUSES] > 0);
  if (parts.length < 2) return null;
  return mermaid([
    'pie showData',
    '  title Rows by status',
    ...parts.map((status) => `  "${status}" : ${rows[status as keyof typeof STATUSES]}`),
  ]);
}
