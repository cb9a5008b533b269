import type { RunSummary } from '../summary/run-summary.ts';
import { formatBar, formatCount, formatShare, plural } from './format-figures.ts';
import { inertCode } from './inert-text.ts';
import { details, numeric, section, table } from './markdown-blocks.ts';

/** Where the values come from, by method. */
export function formatEvidence({ evidence }: RunSummary): string | null {
  if (evidence.rows === 0) return null;
  return section('Where it comes from', [
    `${plural(evidence.rows, 'piece')} of evidence from ${plural(evidence.pages, 'page')}: ` +
      'the page, the words on it and where they stand are in `evidence.parquet`, one row each.',
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
