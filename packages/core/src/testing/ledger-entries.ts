import { sha256 } from '../fingerprint.ts';
import type { AttemptEntry, RecordEntry, ResultEntry } from '../model/ledger-entry.ts';

const at = '2026-03-01T12:00:00.000Z';

/** A result whose fingerprint comes from its ordinal, unless told otherwise. */
export function sampleResult(ordinal: number, changes: Partial<ResultEntry> = {}): ResultEntry {
  return {
    kind: 'result',
    at,
    ordinal,
    shardKey: `site-${ordinal}.example`,
    stage: 'crawl',
    step: null,
    fingerprint: sha256(`result ${ordinal}`),
    inputSha256: sha256(`input ${ordinal}`),
    configSha256: sha256('config'),
    outcome: 'ok',
    reason: null,
    detail: null,
    value: { page: ordinal },
    meta: { ms: 12 },
    fromRun: null,
    ...changes,
  };
}

/** An attempt at what `sampleResult` of the same ordinal is the result of. */
export function sampleAttempt(ordinal: number, changes: Partial<AttemptEntry> = {}): AttemptEntry {
  const { stage, fingerprint } = sampleResult(ordinal);
  return {
    kind: 'attempt',
    at,
    ordinal,
    stage,
    fingerprint,
    alone: false,
    phase: 'started',
    ...changes,
  };
}

/** A record that rests on what `sampleResult` of the same ordinal is. */
export function sampleRecord(ordinal: number, changes: Partial<RecordEntry> = {}): RecordEntry {
  const { stage, fingerprint } = sampleResult(ordinal);
  return {
    kind: 'record',
    at,
    ordinal,
    key: `key-${ordinal}`,
    status: 'complete',
    reason: null,
    detail: null,
    columns: { phone: '+12025550123' },
    filledBy: { phone: 'crawl' },
    stages: [{ stage, fingerprint }],
    ...changes,
  };
}
