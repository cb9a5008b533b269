import { sha256, type ResultEntry } from '@sluice/core';

/** About what the value of a result takes when its journal line is one kilobyte. */
const VALUE_BYTES = 560;

/** Made-up results, each one kilobyte as a line of JSON. */
export function createResults(count: number): ResultEntry[] {
  const config = sha256('config');
  return Array.from({ length: count }, (_, ordinal) => ({
    kind: 'result',
    at: '2026-11-22T10:00:00.000Z',
    ordinal,
    shardKey: `site${ordinal}.example`,
    stage: 'crawl',
    step: null,
    fingerprint: sha256(`result ${ordinal}`),
    inputSha256: sha256(`input ${ordinal}`),
    configSha256: config,
    outcome: 'ok',
    reason: null,
    detail: null,
    value: { text: `${ordinal} `.repeat(VALUE_BYTES).slice(0, VALUE_BYTES) },
    meta: { elapsedMs: ordinal % 1_000 },
    fromRun: null,
  }));
}
