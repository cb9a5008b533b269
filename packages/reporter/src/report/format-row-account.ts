import { formatCount } from '@sluice/core';
import type { RunSummary } from '../summary/run-summary.ts';
import { formatBar, formatShare } from './format-figures.ts';
import { escapeMarkdown, inertCode } from './inert-text.ts';
import { mermaid, numeric, section, table } from './markdown-blocks.ts';

/** What a status means, and its colour in the chart. */
const STATUSES = {
  complete: { meaning: 'every stage succeeded', colour: '#2da44e' },
  partial: { meaning: 'an optional stage failed', colour: '#d4a72c' },
  skipped: { meaning: 'nothing to work on, or not allowed to', colour: '#8c959f' },
  failed: { meaning: 'a required stage failed', colour: '#cf222e' },
  pending: { meaning: 'not finished', colour: '#fb8f44' },
} as const;

type Status = keyof typeof STATUSES;
const statuses = Object.keys(STATUSES) as Status[];

/** Every input row by status, with why rows are pending. */
export function formatRowAccount(summary: RunSummary): string | null {
  if (summary.rows.input === 0) return null;
  return section('Rows', [statusTable(summary), pendingTable(summary), statusPie(summary)]);
}

function statusTable({ rows }: RunSummary): string {
  return table(
    ['Status', numeric('Rows'), numeric('Share'), '', 'Meaning'],
    [
      ...statuses.map((status) => [
        status,
        formatCount(rows[status]),
        formatShare(rows[status], rows.input),
        formatBar(rows[status], rows.input),
        STATUSES[status].meaning,
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
  const parts = statuses.filter((status) => rows[status] > 0);
  if (parts.length < 2) return null;
  const colours = parts.map((status, index) => `"pie${index + 1}": "${STATUSES[status].colour}"`);
  return mermaid([
    `%%{init: {"theme": "base", "themeVariables": {${colours.join(', ')}}}}%%`,
    'pie showData',
    '  title Rows by status',
    ...parts.map((status) => `  "${status}" : ${rows[status]}`),
  ]);
}
