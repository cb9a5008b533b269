import { formatCount } from '@sluice/core';
import type { ReasonSummary, RunSummary } from '../summary/run-summary.ts';
import { escapeMarkdown, inertCode } from './inert-text.ts';
import { details, numeric, section, table } from './markdown-blocks.ts';

/** Reasons shown at once; the rest is folded away. */
const OPEN_REASONS = 15;

/** Why rows failed, were skipped, are partial or carry a remark, with examples. */
export function formatReasons({ reasons }: RunSummary): string | null {
  if (reasons.length === 0) return null;
  const folded = reasons.slice(OPEN_REASONS);
  return section('What went wrong, and why', [
    reasonTable(reasons.slice(0, OPEN_REASONS)),
    folded.length === 0
      ? null
      : details(`${formatCount(folded.length)} rarer reasons`, reasonTable(folded)),
    exampleList(reasons),
    'Every one of these rows is in `errors.jsonl`.',
  ]);
}

function reasonTable(reasons: readonly ReasonSummary[]): string {
  return table(
    ['Reason', 'Status', 'Stage', numeric('Rows'), 'Meaning'],
    reasons.map(({ reason, status, stage, rows, explanation }) => [
      inertCode(reason),
      status,
      inertCode(stage ?? ''),
      formatCount(rows),
      escapeMarkdown(explanation ?? ''),
    ]),
  );
}

function exampleList(reasons: readonly ReasonSummary[]): string | null {
  const rows = reasons.flatMap(({ reason, examples }) =>
    examples.map(({ row, inputs, detail }) => [
      inertCode(reason),
      formatCount(row),
      inertCode(inputs),
      inertCode(detail ?? ''),
    ]),
  );
  if (rows.length === 0) return null;
  return details('Examples', table(['Reason', numeric('Row'), 'Input', 'Detail'], rows));
}
