import { emptyProgress } from '@sluice/core';
import { expect, test } from 'vitest';
import { formatDuration, formatLive, formatPlain } from './format-progress.ts';

const progress = {
  ...emptyProgress(),
  statuses: { complete: 700, partial: 10, skipped: 9, failed: 31 },
  done: 500,
  reasons: { http_404: 9, host_not_found: 31, robots_disallowed: 5, a: 1, b: 1 },
  working: { crawl: 48, rules: 0 },
};
const view = { progress, total: 1_000, elapsedMs: 50_000, rssBytes: 412_000_000, shared: null };

test('one line says how far, how fast, how long, and what went wrong', () => {
  expect(formatPlain(view)).toBe(
    '750/1,000 (75 %), 10.0/s, 25s left; crawl 48 · 412 MB; ' +
      '31 failed, 10 partial, 9 skipped: host_not_found 31, http_404 9, robots_disallowed 5, a 1, …',
  );
});

test('the live display keeps to the width of the terminal', () => {
  for (const width of [20, 40, 80]) {
    const lines = formatLive(view, width);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain(' 750/1,000 ');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  }
  expect(formatLive(view, 80)[0]).toMatch(/^█{18}░{6} 750/);
});

test('says how the run is where it is not healthy', () => {
  const reasons = [{ code: 'memory', detail: '96 % of the memory is in use' }];
  const unwell = (state: 'degraded' | 'critical') => ({
    ...view,
    progress: { ...progress, runHealth: { state, reasons } },
  });
  expect(formatPlain(unwell('degraded'))).toContain('; degraded: 96 % of the memory is in use; 31');
  expect(formatLive(unwell('critical'), 200)[2]).toBe(
    '  critical: 96 % of the memory is in use; nothing new is begun until that is better',
  );
});

test.each([
  [3_400, '3.4s'],
  [130_000, '2m 10s'],
  [3_900_000, '1h 05m'],
])('%i ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
