import { formatCount, formatUsd, plural } from '@sluice/core';
import type { ModelUse, RunSummary } from '../summary/run-summary.ts';
import { formatDuration, formatShare } from './format-figures.ts';
import { inertCode } from './inert-text.ts';
import { numeric, section, table } from './markdown-blocks.ts';

/** What language models were asked, what it cost, and how much of what they said stands. */
export function formatModel({ model, throughput }: RunSummary): string | null {
  if (model === null) return null;
  return section('What the language model did', [
    callSentence(model, throughput?.activeMs ?? 0),
    savedTable(model),
    groundingSentence(model),
    suspectSentence(model),
  ]);
}

function callSentence(model: ModelUse, activeMs: number): string {
  const { calls, models, inputTokens, cachedTokens, outputTokens, costUsd, meanMs } = model;
  if (calls === 0) return 'No call was made in this run.';
  const cached = cachedTokens === 0 ? '' : ` (${formatShare(cachedTokens, inputTokens)} cached)`;
  const tokens = inputTokens + outputTokens;
  const rate =
    activeMs < 1_000 ? '' : `, ${formatCount((tokens * 1_000) / activeMs)} tokens a second`;
  const each = meanMs === null ? '' : `, ${formatDuration(meanMs)} a call`;
  const cost = costUsd === null ? 'cost unknown' : `**${formatUsd(costUsd)}**`;
  return (
    `${plural(calls, 'call')} to ${models.map((name) => inertCode(name)).join(', ')}: ${formatCount(inputTokens)} tokens read${cached}, ` +
    `${formatCount(outputTokens)} written, ${cost}${rate}${each}.`
  );
}

function savedTable({ calls, takenOver, savedByRules, savedWithoutText }: ModelUse): string {
  return table(
    ['Calls', numeric('Count')],
    [
      ['made in this run', formatCount(calls)],
      ['saved: the answer was kept from an earlier run', formatCount(takenOver)],
      ['saved: rules had found everything', formatCount(savedByRules)],
      ['saved: the pages have too little text', formatCount(savedWithoutText)],
    ],
  );
}

function groundingSentence({ grounded, notQuoted, notBorneOut }: ModelUse): string {
  const ungrounded = notQuoted + notBorneOut;
  const total = grounded + ungrounded;
  if (total === 0) return 'It gave no value.';
  return (
    `Of ${plural(total, 'value')} that it gave, ${formatCount(grounded)} stand on the pages; ` +
    `${formatCount(ungrounded)} (${formatShare(ungrounded, total)}) were dropped as ungrounded: ` +
    `${formatCount(notQuoted)} with a quote that is on no page, ${formatCount(notBorneOut)} with one that does not say the value.`
  );
}

function suspectSentence({ suspects }: ModelUse): string | null {
  if (suspects.pages === 0) return null;
  const more = suspects.pages > suspects.examples.length ? ', …' : '';
  return `⚠️ ${plural(suspects.pages, 'page')} with words meant for a language model, which change nothing but at most the values of their own row: ${suspects.examples.map((url) => inertCode(url)).join(', ')}${more}`;
}
