import { formatCount, plural } from '@sluice/core';
import type { RunSummary } from '../summary/run-summary.ts';
import { formatDuration, formatRows, formatShare } from './format-figures.ts';
import { escapeMarkdown, inertCode } from './inert-text.ts';

/** The heading, the outcome in a sentence, and the run at a glance. */
export function formatOutcome(summary: RunSummary): string {
  return [
    `# ${escapeMarkdown(summary.name)} · ${escapeMarkdown(summary.recipe)}`,
    outcomeSentence(summary),
    `> ${glance(summary).join(' · ')}`,
    ...warnings(summary),
  ].join('\n\n');
}

function outcomeSentence({ rows, columns, evidence }: RunSummary): string {
  if (rows.input === 0) return '**The dataset has no rows.**';
  const enriched = rows.complete + rows.partial;
  const values = columns.reduce((sum, { filled }) => sum + filled, 0);
  const proof =
    evidence.rows === 0
      ? ''
      : `, backed by ${plural(evidence.rows, 'quote')} from ${plural(evidence.pages, 'page')}`;
  return `**${formatCount(enriched)} of ${formatRows(rows.input)} enriched: ${plural(values, 'value')} found${proof}.**`;
}

function glance(summary: RunSummary): string[] {
  const { rows, throughput, failureRate } = summary;
  const processed = rows.input - rows.skipped - rows.pending;
  return [
    badge(summary),
    ...(failureRate === null ? [] : [`failure rate ${formatShare(rows.failed, processed)}`]),
    ...(throughput === null ? [] : [`${formatDuration(throughput.activeMs)} of work`]),
    `run ${inertCode(summary.runId)}`,
  ];
}

function badge({ state, rows }: RunSummary): string {
  if (state === 'incomplete') return `🟠 **Incomplete**: ${formatRows(rows.pending)} pending`;
  return rows.failed === 0
    ? '🟢 **Complete**'
    : `🟢 **Complete**, ${formatCount(rows.failed)} failed`;
}

function warnings({
  missingShards,
  refused,
  cutExcelCells,
  websites,
  remarks,
}: RunSummary): string[] {
  return [
    ...missingShards.map(
      ({ shard, rows }) => `⚠️ Shard ${shard} has not delivered its results (${formatRows(rows)}).`,
    ),
    ...refused.map(
      ({ format, reason }) =>
        `⚠️ ${inertCode(`results.${format}`)} was not written: ${escapeMarkdown(reason)}.`,
    ),
    ...(cutExcelCells === 0
      ? []
      : [
          `⚠️ ${plural(cutExcelCells, 'Excel cell')} cut at the 32,767 characters that Excel allows.`,
        ]),
    ...(websites === null
      ? []
      : [
          `🔎 ${plural(websites.found, 'website')} found for rows with a name alone, each confirmed by the site itself; ${plural(websites.refused, 'candidate')} refused.`,
        ]),
    ...remarks.map((remark) => `ℹ️ ${escapeMarkdown(remark)}`),
  ];
}
