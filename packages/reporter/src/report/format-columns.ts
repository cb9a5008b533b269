import { formatCount } from '@sluice/core';
import type { ColumnSummary, RunSummary } from '../summary/run-summary.ts';
import { formatBar, formatRows, formatShare } from './format-figures.ts';
import { escapeMarkdown, inertCode, mermaidLabel } from './inert-text.ts';
import { details, mermaid, numeric, section, table } from './markdown-blocks.ts';

/** More bars than this make the chart unreadable; the table has them all. */
const CHART_COLUMNS = 20;

/** How often each output column has a value. */
export function formatColumns({ columns, rows }: RunSummary): string | null {
  const processed = rows.input - rows.skipped - rows.pending;
  if (processed === 0 || columns.length === 0) return null;
  const shown = columns.filter((column) => !isLeftOut(column));
  return section('What was found', [
    `Out of ${formatRows(processed)} that were processed (skipped and pending ones not counted).`,
    shown.length === 0 ? null : fillTable(shown, processed),
    ...unaskedColumns(columns.filter(isLeftOut)),
    valueTable(shown),
    renamedColumns(columns),
    fillChart(shown, processed),
  ]);
}

/** Nobody was asked for it: a bar at 0 % would read as if nothing had been found. */
function isLeftOut({ unasked, filled }: ColumnSummary): boolean {
  return unasked !== null && filled === 0;
}

/** A line for each reason not to ask. */
function unaskedColumns(columns: readonly ColumnSummary[]): string[] {
  const groups = Map.groupBy(columns, ({ unasked }) => `${unasked?.reason} ${unasked?.advice}`);
  return [...groups.values()].map((group) => {
    const { reason, advice } = group[0]!.unasked!;
    const names = group.map(({ name }) => inertCode(name)).join(', ');
    return `Not asked for (${inertCode(reason)}): ${names}. ${escapeMarkdown(advice)}`;
  });
}

function fillTable(columns: readonly ColumnSummary[], processed: number): string {
  return table(
    ['Column', numeric('Rows'), numeric('Filled'), '', 'Description'],
    columns.map(({ name, filled, description }) => [
      inertCode(name),
      formatCount(filled),
      formatShare(filled, processed),
      formatBar(filled, processed),
      escapeMarkdown(description),
    ]),
  );
}

/** What stands in the columns that hold one of a few values. */
function valueTable(columns: readonly ColumnSummary[]): string | null {
  const listed = columns.filter(({ values }) => values.length > 0);
  if (listed.length === 0) return null;
  return table(
    ['Column', 'Values, and in how many rows'],
    listed.map(({ name, values }) => [
      inertCode(name),
      values.map(({ value, rows }) => `${inertCode(value)} ${formatCount(rows)}`).join(', '),
    ]),
  );
}

function renamedColumns(columns: readonly ColumnSummary[]): string | null {
  const renamed = columns.filter(({ name, source }) => name !== source);
  if (renamed.length === 0) return null;
  const pairs = renamed.map(({ name, source }) => `${inertCode(source)} is ${inertCode(name)}`);
  return `The dataset has columns of the same name, so ${pairs.join(', ')} here.`;
}

function fillChart(columns: readonly ColumnSummary[], processed: number): string | null {
  if (columns.length < 2 || columns.length > CHART_COLUMNS) return null;
  const labels = columns.map(({ name }) => `"${mermaidLabel(name)}"`);
  const shares = columns.map(({ filled }) => Number(((filled / processed) * 100).toFixed(1)));
  const chart = mermaid([
    'xychart-beta horizontal',
    '  title "Processed rows with a value, in percent"',
    `  x-axis [${labels.join(', ')}]`,
    '  y-axis "percent" 0 --> 100',
    `  bar [${shares.join(', ')}]`,
  ]);
  return details('As a chart', chart);
}
