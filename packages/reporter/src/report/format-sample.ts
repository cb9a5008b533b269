import { formatCount, plural } from '@sluice/core';
import type { RunSummary } from '../summary/run-summary.ts';
import { inertCode } from './inert-text.ts';
import { numeric, section, table } from './markdown-blocks.ts';

/** Longest cell, in characters; wide tables are hard to read. */
const CELL_LENGTH = 36;

/** A few enriched rows, so that a reader sees data. */
export function formatSample({ sample }: RunSummary): string | null {
  if (sample.rows.length === 0) return null;
  return section('What it looks like', [
    `The fullest of the first rows (${plural(sample.rows.length, 'row')}, long values cut).`,
    table(
      [numeric('Row'), ...sample.columns.map((name) => inertCode(name))],
      sample.rows.map(({ row, cells }) => [
        formatCount(row),
        ...cells.map((cell) => inertCode(cell ?? '', CELL_LENGTH)),
      ]),
    ),
  ]);
}
