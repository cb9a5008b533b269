import type { RunSummary } from '../summary/run-summary.ts';
import { formatChanges } from './format-changes.ts';
import { formatColumns } from './format-columns.ts';
import { formatEvidence } from './format-evidence.ts';
import { formatHosts } from './format-hosts.ts';
import { formatModel } from './format-model.ts';
import { formatNextSteps } from './format-next-steps.ts';
import { formatOutcome } from './format-outcome.ts';
import { formatProvenance } from './format-provenance.ts';
import { formatReasons } from './format-reasons.ts';
import { formatRowAccount } from './format-row-account.ts';
import { formatSample } from './format-sample.ts';
import { formatSpeed } from './format-speed.ts';

/**
 * Formats a run's summary as a Markdown report for GitHub, outcome first. What comes from pages or
 * datasets is inert in it: no link, image, HTML, mention or reference.
 */
export function formatReport(summary: RunSummary): string {
  const sections = [
    formatOutcome(summary),
    summary.state === 'incomplete' ? formatNextSteps(summary) : null,
    formatRowAccount(summary),
    formatColumns(summary),
    formatSample(summary),
    formatChanges(summary),
    formatReasons(summary),
    formatEvidence(summary),
    formatModel(summary),
    formatHosts(summary),
    formatSpeed(summary),
    summary.state === 'complete' ? formatNextSteps(summary) : null,
    formatProvenance(summary),
  ];
  return `${sections.filter((part) => part !== null).join('\n\n')}\n`;
}
