import { formatCount, plural } from '@sluice/core';
import type { RunSummary } from '../summary/run-summary.ts';
import { formatBar, formatShare } from './format-figures.ts';
import { inertCode } from './inert-text.ts';
import { details, numeric, section, table } from './markdown-blocks.ts';

/** Where the values come from, by method. */
export function formatEvidence({ evidence }: RunSummary): string | null {
  if (evidence.rows === 0) return null;
  return section('Where it comes from', [
    `${plural(evidence.rows, 'piece')} of evidence from ${plural(evidence.pages, 'page')}: ` +
      'the page, the words on it and where they stand are in `evidence.parquet`, one row each. For example:',
    examples(evidence),
    details(
      'Methods',
      table(
        ['Method', numeric('Evidence'), numeric('Share'), '', numeric('Mean confidence')],
        evidence.methods.map(({ method, rows, confidence }) => [
          inertCode(method),
          formatCount(rows),
          formatShare(rows, evidence.rows),
          formatBar(rows, evidence.rows),
          confidence.toFixed(2),
        ]),
      ),
    ),
  ]);
}

/** Longest value, quote and address, in characters. */
const CELL_LENGTH = 60;

function examples({ examples: quotes }: RunSummary['evidence']): string | null {
  if (quotes.length === 0) return null;
  return table(
    [numeric('Row'), 'Column', 'Value', 'Words on the page', 'Page'],
    quotes.map(({ row, column, value, quote, url }) => [
      formatCount(row),
      inertCode(column),
      inertCode(value, CELL_LENGTH),
      inertCode(quote, CELL_LENGTH),
      inertCode(url, CELL_LENGTH),
    ]),
  );
}
