import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckDB } from '../duckdb.ts';
import { sampleResult } from '../testing/ledger-entries.ts';
import { openFileLedger } from './open-file-ledger.ts';
import { startChild } from './children/child-process.ts';
import { readLedger } from './read-ledger.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-crash-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the child until it has acknowledged `count` records, and kills it there and then. */
async function appendUntilKilled(records: number, count: number): Promise<number[]> {
  const child = startChild('append-records', [folder, String(records), '500', '8']);
  const acknowledged: number[] = [];
  for await (const line of child.lines) {
    if (line === 'done') break;
    acknowledged.push(Number(line));
    if (acknowledged.length === count) child.process.kill('SIGKILL');
  }
  const { errors } = await child.ended();
  expect(errors).toBe('');
  return acknowledged;
}

interface Count {
  readonly ordinal: number;
  readonly results: number;
  readonly records: number;
}

async function countEntries(): Promise<Count[]> {
  const database = await openDuckDB();
  const counts = await readLedger(folder, (relation) =>
    database.rows<Count>(`
      SELECT ordinal::INTEGER AS ordinal, (count(*) FILTER (kind = 'result'))::INTEGER AS results,
        (count(*) FILTER (kind = 'record'))::INTEGER AS records
      FROM ${relation} GROUP BY ordinal ORDER BY ordinal`),
  );
  database.close();
  return counts;
}

test('everything acknowledged is there once, however often the process is killed', async () => {
  const records = 200;
  const acknowledged: number[] = [];
  // 40 results are sealed together: the kills fall before, during and after sealing.
  for (const kill of [1, 39, 41, 50, records]) {
    acknowledged.push(...(await appendUntilKilled(records, kill)));
  }
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  const counts = await countEntries();
  expect(counts.map(({ ordinal }) => ordinal)).toEqual(
    Array.from({ length: records }, (_, at) => at),
  );
  for (const count of counts) expect(count).toMatchObject({ records: 1 });

  const ledger = await openFileLedger({ folder });
  const hits = await ledger.lookup(counts.map(({ ordinal }) => sampleResult(ordinal).fingerprint));
  await ledger.close();
  expect(hits.map((hit) => hit?.result?.ordinal)).toEqual(counts.map(({ ordinal }) => ordinal));
});
