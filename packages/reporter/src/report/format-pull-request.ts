import type { RunSummary } from '../summary/run-summary.ts';
import { formatChanges } from './format-changes.ts';
import { formatColumns } from './format-columns.ts';
import { formatHosts } from './format-hosts.ts';
import { formatModel } from './format-model.ts';
import { formatOutcome } from './format-outcome.ts';
import { formatReasons } from './format-reasons.ts';
import { formatRowAccount } from './format-row-account.ts';
import { formatSample } from './format-sample.ts';

/** GitHub refuses a pull request's text above 65,536 characters; the rest is for who publishes it. */
const MAX_BYTES = 60_000;

/**
 * Formats the text of a pull request with a run's results: what a reviewer decides by, most telling first.
 * Sections that do not fit are left to the report. Inert like the report.
 *
 * @param maxBytes - of the text in UTF-8
 */
export function formatPullRequest(summary: RunSummary, maxBytes = MAX_BYTES): string {
  const sections = [
    formatOutcome(summary),
    formatRowAccount(summary),
    formatChanges(summary),
    formatColumns(summary),
    formatSample(summary),
    formatReasons(summary),
    formatModel(summary),
    formatHosts(summary),
  ].filter((part) => part !== null);
  return fit(sections, maxBytes);
}

function fit(sections: readonly string[], maxBytes: number): string {
  const note = '_The rest is in the full report._\n';
  let text = '';
  let isCut = false;
  for (const section of sections) {
    const isRoom = Buffer.byteLength(`${text}${section}\n\n${note}`) <= maxBytes;
    if (isRoom) text += `${section}\n\n`;
    else isCut = true;
  }
  return isCut ? `${text}${note}` : text;
}
