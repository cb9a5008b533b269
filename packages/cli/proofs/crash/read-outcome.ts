import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDB, sqlText } from '@sluice/core';
import { runSummarySchema, type RunSummary } from '@sluice/reporter';

/** What a finished run wrote, as far as it must not depend on how often the run was killed. */
export interface RunOutcome {
  /** The results as JSON, one text a row, in dataset order. */
  readonly rows: readonly string[];
  /** The evidence as JSON, without when and by which run it was found. */
  readonly evidence: readonly string[];
  readonly errors: string;
  readonly counts: RunSummary['rows'];
}

/** Reads the output folder of a run. */
export async function readOutcome(out: string): Promise<RunOutcome> {
  const [results, errors, run] = await Promise.all([
    readFile(join(out, 'results.jsonl'), 'utf8'),
    readFile(join(out, 'errors.jsonl'), 'utf8'),
    readFile(join(out, 'run.json'), 'utf8'),
  ]);
  const { summary } = JSON.parse(run) as { summary: unknown };
  return {
    rows: results.trimEnd().split('\n'),
    evidence: await readEvidence(join(out, 'evidence.parquet')),
    errors,
    counts: runSummarySchema.parse(summary).rows,
  };
}

async function readEvidence(file: string): Promise<string[]> {
  const database = await openDuckDB();
  try {
    const rows = await database.rows<{ evidence: string }>(
      `SELECT to_json(e)::VARCHAR AS evidence
       FROM (SELECT * EXCLUDE (run, fetched_at) FROM read_parquet(${sqlText(file)})) e
       ORDER BY ordinal, evidence`,
    );
    return rows.map(({ evidence }) => evidence);
  } finally {
    database.close();
  }
}

/** Where an outcome differs from that of the uninterrupted run, and whether every row is accounted for. */
export function findDifferences(outcome: RunOutcome, expected: RunOutcome): string[] {
  const { input, complete, partial, skipped, failed, pending } = outcome.counts;
  const total = complete + partial + skipped + failed + pending;
  return [
    ...(total === input ? [] : [`the totals come to ${total} of ${input} rows`]),
    ...different('counts', [JSON.stringify(outcome.counts)], [JSON.stringify(expected.counts)]),
    ...different('results', outcome.rows, expected.rows),
    ...different('evidence', outcome.evidence, expected.evidence),
    ...different('errors', outcome.errors.split('\n'), expected.errors.split('\n')),
  ];
}

function different(what: string, found: readonly string[], expected: readonly string[]): string[] {
  if (found.length !== expected.length) {
    return [`${what}: ${found.length} lines instead of ${expected.length}`];
  }
  const at = found.findIndex((line, index) => line !== expected[index]);
  return at === -1 ? [] : [`${what}, line ${at + 1}: ${found[at]} instead of ${expected[at]}`];
}
