import { formatCount, plural } from '@sluice/core';
import type { HostSummary, RunSummary } from '../summary/run-summary.ts';
import { formatBytes, formatDuration } from './format-figures.ts';
import { inertCode } from './inert-text.ts';
import { details, numeric, section, table } from './markdown-blocks.ts';

/** What the visited hosts cost, and which of them were slow or failed. */
export function formatHosts({ hosts, traffic }: RunSummary): string | null {
  if (traffic === null) return null;
  return section('Hosts', [
    `${plural(traffic.hosts, 'host')} visited, ${plural(traffic.requests, 'request')}, ` +
      `${plural(traffic.pages, 'page')} kept, ${formatBytes(traffic.bytes)} received.`,
    browserSentence(traffic),
    hosts.failing.length === 0 ? null : failingTable(hosts.failing),
    hosts.slowest.length === 0 ? null : details('Slowest hosts', slowestTable(hosts.slowest)),
  ]);
}

function browserSentence(traffic: NonNullable<RunSummary['traffic']>): string | null {
  const { renderedPages, renderedGain, renderedInVain } = traffic;
  if (renderedPages + renderedInVain === 0) return null;
  const gained =
    renderedPages === 0
      ? 'none was better for it'
      : `${plural(renderedPages, 'page')} read in it, ${formatCount(renderedGain)} characters of text gained`;
  const vain =
    renderedPages > 0 && renderedInVain > 0 ? `, ${formatCount(renderedInVain)} in vain` : '';
  return `${plural(renderedPages + renderedInVain, 'page')} needed a browser: ${gained}${vain}.`;
}

function failingTable(hosts: readonly HostSummary[]): string {
  return table(
    ['Failing most', numeric('Failures'), numeric('Visits'), 'Mostly'],
    hosts.map(({ host, failures, visits, reason }) => [
      inertCode(host),
      formatCount(failures),
      formatCount(visits),
      inertCode(reason ?? ''),
    ]),
  );
}

function slowestTable(hosts: readonly HostSummary[]): string {
  const duration = (ms: number | null) => (ms === null ? '' : formatDuration(ms));
  return table(
    ['Host', numeric('Mean visit'), numeric('Longest'), numeric('Requests'), numeric('Received')],
    hosts.map(({ host, meanMs, maxMs, requests, bytes }) => [
      inertCode(host),
      duration(meanMs),
      duration(maxMs),
      formatCount(requests),
      formatBytes(bytes),
    ]),
  );
}
