import { expect, test } from 'vitest';
import { logEvent } from './log-event.ts';
import type { Log } from './log.ts';
import type { RunEvent } from './run-event.ts';

const health = {
  rssBytes: 1,
  heapUsedBytes: 1,
  heapLimitBytes: 4e9,
  eventLoopP99Ms: 3,
  eventLoopMaxMs: 9,
};

test('keeps failures, waits and health, and passes over what went well', () => {
  const lines: [level: string, fields: object][] = [];
  const at = (level: string) => (fields: object) => void lines.push([level, fields]);
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const stage = {
    type: 'stage-ended',
    stage: 'crawl',
    ordinal: 4,
    shardKey: 's',
    elapsedMs: 7,
    isUntimed: false,
  } as const;
  const done = { type: 'record-done', ordinal: 4, key: 'k' } as const;
  const events: RunEvent[] = [
    { type: 'stage-started', stage: 'crawl', ordinal: 4 },
    { ...stage, outcome: 'ok', reason: null },
    { ...stage, outcome: 'again', reason: 'connection_reset' },
    { ...done, status: 'complete', reason: null },
    { ...done, status: 'failed', reason: 'http_404' },
    { type: 'batch', done: 300, health },
    { type: 'health', health: { state: 'critical', reasons: [{ code: 'lag', detail: 'late' }] } },
    { type: 'health', health: { state: 'healthy', reasons: [] } },
  ];
  for (const event of events) logEvent(log, event);
  expect(lines.map(([level]) => level)).toEqual(['debug', 'warn', 'info', 'info', 'warn', 'info']);
  expect(lines[1]![1]).toMatchObject({ stage: 'crawl', ordinal: 4, reason: 'connection_reset' });
  expect(lines[2]![1]).toMatchObject({ record: 'k', reason: 'http_404' });
  expect(lines[3]![1]).toMatchObject({ done: 300, eventLoopP99Ms: 3 });
  expect(lines[4]![1]).toMatchObject({ state: 'critical', reasons: [{ code: 'lag' }] });
});
