import { formatCount, plural } from '@sluice/core';
import type { ChangeCause, RunChanges, RunSummary, ValueChange } from '../summary/run-summary.ts';
import { formatRows } from './format-figures.ts';
import { inertCode } from './inert-text.ts';
import { details, numeric, section, table } from './markdown-blocks.ts';

const CAUSES: Record<ChangeCause, string> = {
  row: 'the row changed',
  page: 'the page changed',
  recipe: 'the recipe changed',
  page_and_recipe: 'page and recipe changed',
  failure: 'a stage failed, now or then',
  other: 'neither page nor recipe changed',
};

/** Changes shown at once; the rest is folded away. */
const OPEN_EXAMPLES = 10;
const VALUE_LENGTH = 60;

/** What differs from the run that this one is based on, and why. */
export function formatChanges({ changes }: RunSummary): string | null {
  if (changes === null) return null;
  const values = changes.causes.reduce((sum, cause) => sum + cause.values, 0);
  return section(`What changed since ${inertCode(changes.runId)}`, [
    rowSentence(changes, values),
    columnSentence(changes),
    causeTable(changes),
    columnTable(changes),
    ...exampleTables(changes, values),
  ]);
}

function rowSentence(changes: RunChanges, values: number): string {
  const { addedRows, removedRows, comparedRows, changedRows } = changes;
  const rows = `${plural(addedRows, 'new row')}, ${plural(removedRows, 'removed row')}.`;
  if (values === 0)
    return `No value changed in ${formatRows(comparedRows)} that are finished in both. ${rows}`;
  return `${plural(values, 'value')} changed in ${formatCount(changedRows)} of ${formatRows(comparedRows)} that are finished in both. ${rows}`;
}

function columnSentence({ addedColumns, removedColumns }: RunChanges): string | null {
  const list = (names: readonly string[]) => names.map((name) => inertCode(name)).join(', ');
  const parts = [
    ...(addedColumns.length === 0 ? [] : [`New columns: ${list(addedColumns)}.`]),
    ...(removedColumns.length === 0 ? [] : [`Columns no longer there: ${list(removedColumns)}.`]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

function causeTable({ causes }: RunChanges): string | null {
  if (causes.length === 0) return null;
  return table(
    ['Cause', numeric('Values')],
    causes.map(({ cause, values }) => [CAUSES[cause], formatCount(values)]),
  );
}

function columnTable({ columns }: RunChanges): string | null {
  if (columns.length === 0) return null;
  return table(
    ['Column', numeric('Changed'), numeric('Gained'), numeric('Lost')],
    columns.map(({ column, changed, gained, lost }) => [
      inertCode(column),
      formatCount(changed),
      formatCount(gained),
      formatCount(lost),
    ]),
  );
}

function exampleTables({ examples }: RunChanges, values: number): string[] {
  if (examples.length === 0) return [];
  const open = changeTable(examples.slice(0, OPEN_EXAMPLES));
  const folded = examples.slice(OPEN_EXAMPLES);
  const left = values - examples.length;
  return [
    open,
    ...(folded.length === 0
      ? []
      : [details(`${formatCount(folded.length)} more`, changeTable(folded))]),
    ...(left > 0 ? [`And ${formatCount(left)} more in the results.`] : []),
  ];
}

function changeTable(changes: readonly ValueChange[]): string {
  return table(
    [numeric('Row'), 'Column', 'Before', 'Now', 'Cause', 'Page'],
    changes.map(({ row, column, before, after, cause, url }) => [
      formatCount(row),
      inertCode(column),
      inertCode(before ?? '', VALUE_LENGTH),
      inertCode(after ?? '', VALUE_LENGTH),
      CAUSES[cause],
      inertCode(url ?? ''),
    ]),
  );
}
