import type { RunSummary } from '../summary/run-summary.ts';

/** A summary with something in every part, and `text` wherever text comes from pages, datasets or recipes. */
export function fixtureSummary(text: string): RunSummary {
  const example = { row: 4, key: text, inputs: text, detail: text };
  const host = {
    host: text,
    visits: 2,
    failures: 1,
    reason: text,
    meanMs: 1_500,
    maxMs: 2_000,
    requests: 5,
    bytes: 1_000,
  };
  return {
    version: 1,
    runId: '20261122-100000-aaaaaa',
    name: text,
    recipe: text,
    dataset: { path: `/data/${text}`, format: 'csv', sha256: '0'.repeat(64) },
    createdAt: '2026-11-22T10:00:00.000Z',
    mergedAt: '2026-11-22T11:00:00.000Z',
    basedOn: text,
    state: 'incomplete',
    rows: { input: 1_012, complete: 1_000, partial: 1, skipped: 2, failed: 3, pending: 6 },
    failureRate: 3 / 1_004,
    pending: [{ reason: text, rows: 6, explanation: text }],
    missingShards: [{ shard: 3, rows: 6 }],
    shardCount: 4,
    columns: [
      { name: text, source: text, description: text, filled: 1_000 },
      { name: `enriched_${text}`, source: text, description: text, filled: 12 },
    ],
    sample: { columns: [text, 'phone'], rows: [{ row: 1, cells: [text, null] }] },
    reasons: [
      {
        status: 'failed',
        reason: text,
        stage: text,
        rows: 3,
        explanation: text,
        examples: [example],
      },
    ],
    stages: [{ name: text, ok: 1_000, skipped: 2, failed: 3, reused: 250 }],
    hosts: { slowest: [host], failing: [host] },
    traffic: { requests: 3_000, bytes: 5_000_000, pages: 2_000, hosts: 900 },
    throughput: {
      firstAt: '2026-11-22T10:00:00.000Z',
      lastAt: '2026-11-22T10:30:00.000Z',
      activeMs: 1_800_000,
      records: 1_006,
    },
    evidence: {
      rows: 1_500,
      pages: 700,
      methods: [{ method: text, rows: 1_500, confidence: 0.9 }],
      examples: [{ row: 4, column: text, value: text, quote: text, url: text }],
    },
    changes: {
      runId: text,
      addedRows: 1,
      removedRows: 2,
      comparedRows: 900,
      changedRows: 3,
      columns: [{ column: text, gained: 1, lost: 1, changed: 1 }],
      causes: [{ cause: 'page', values: 3 }],
      addedColumns: [text],
      removedColumns: [text],
      examples: [
        { row: 9, key: text, column: text, before: text, after: null, cause: 'page', url: text },
      ],
    },
    files: [{ file: text, bytes: 12_345 }],
    refused: [{ format: text, reason: text }],
    cutExcelCells: 2,
    remarks: [text],
    nextSteps: [{ purpose: text, command: text }],
  };
}
