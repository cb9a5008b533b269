import { formatCount, plural } from '@sluice/core';
import type { RunSummary } from '../summary/run-summary.ts';
import { formatDuration, formatShare, formatTime } from './format-figures.ts';
import { inertCode } from './inert-text.ts';
import { numeric, section, table } from './markdown-blocks.ts';

/** How fast the run was, and how much of it was taken over from an earlier one. */
export function formatSpeed(summary: RunSummary): string | null {
  return section('Speed', [speedSentence(summary), stageTable(summary)]);
}

function speedSentence({ throughput }: RunSummary): string | null {
  if (throughput === null) return null;
  const { records, activeMs, firstAt, lastAt } = throughput;
  const rate = activeMs === 0 ? '' : `, ${perTime(records, activeMs)}`;
  return `${plural(records, 'record')} in ${formatDuration(activeMs)}${rate} (from ${formatTime(firstAt)} to ${formatTime(lastAt)}, pauses not counted).`;
}

function perTime(records: number, activeMs: number): string {
  const perSecond = (records / activeMs) * 1_000;
  return perSecond >= 1
    ? `${Number(perSecond.toFixed(1)).toLocaleString('en-US')} a second`
    : `${formatCount(perSecond * 3_600)} an hour`;
}

function stageTable({ stages }: RunSummary): string | null {
  if (stages.length === 0) return null;
  return table(
    ['Stage', numeric('Succeeded'), numeric('Skipped'), numeric('Failed'), numeric('Taken over')],
    stages.map(({ name, ok, skipped, failed, reused }) => [
      inertCode(name),
      formatCount(ok),
      formatCount(skipped),
      formatCount(failed),
      reused === 0 ? '0' : `${formatCount(reused)} (${formatShare(reused, ok + skipped + failed)})`,
    ]),
  );
}
