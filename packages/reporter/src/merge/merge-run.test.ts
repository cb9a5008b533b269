import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDB, ResumableError, sqlText, UsageError } from '@sluice/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createFixtureRun,
  entriesOf,
  fixtureEvidence,
  sealSegment,
  type FixtureRecord,
} from '../testing/fixture-run.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mergeRun } from './merge-run.ts';

async function query<Row>(sql: string): Promise<Row[]> {
  const db = await openDuckDB();
  try {
    return await db.rows<Row>(sql);
  } finally {
    db.close();
  }
}

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `c${index}`, name: `Company ${index}` }));

const found = (ordinal: number, phone: string): FixtureRecord => ({
  ordinal,
  stages: [
    {
      stage: 'crawl',
      at: '2026-11-22T09:00:00.000Z',
      meta: { host: `h${ordinal}.example`, elapsedMs: 10 },
    },
    {
      stage: 'rules',
      input: `page ${ordinal}`,
      columns: { phone, phones: [phone], rating: 4.5, socials: { x: '@sluice' } },
      evidence: [fixtureEvidence('phone', phone)],
    },
  ],
});

describe('row accounting', () => {
  test('accounts for every row, whatever finished and whichever shards are missing', async () => {
    const statuses = ['complete', 'partial', 'skipped', 'failed', null] as const;
    const runs = fc.record({
      rows: fc.array(
        fc.record({ status: fc.constantFrom(...statuses), shard: fc.integer({ min: 1, max: 4 }) }),
        {
          maxLength: 12,
        },
      ),
      absentShards: fc.uniqueArray(fc.integer({ min: 1, max: 4 })),
    });
    await fc.assert(
      fc.asyncProperty(runs, async (drawn) => {
        const root = await temporaryFolder();
        const isThere = (ordinal: number) =>
          !drawn.absentShards.includes(drawn.rows[ordinal]!.shard);
        const run = await createFixtureRun(root, {
          rows: rows(drawn.rows.length),
          shards: 4,
          shardOf: (ordinal) => drawn.rows[ordinal]!.shard,
          absentShards: drawn.absentShards,
          records: drawn.rows.flatMap(({ status }, ordinal) =>
            status === null ? [] : [{ ordinal, status, reason: 'why', stages: [] }],
          ),
        });
        const summary = await mergeRun(run.folder, run.manifest, {
          out: join(root, 'out'),
          formats: ['csv'],
          pending: { reason: 'limit' },
        });
        const expected = (status: (typeof statuses)[number]) =>
          drawn.rows.filter((row, ordinal) => row.status === status && isThere(ordinal)).length;
        const { input, pending, ...finished } = summary.rows;
        expect(input).toBe(drawn.rows.length);
        expect(finished).toEqual({
          complete: expected('complete'),
          partial: expected('partial'),
          skipped: expected('skipped'),
          failed: expected('failed'),
        });
        expect(pending + Object.values(finished).reduce((a, b) => a + b)).toBe(input);
        const byReason = Object.fromEntries(
          summary.pending.map(({ reason, rows }) => [reason, rows]),
        );
        expect(byReason['limit'] ?? 0).toBe(expected(null));
        expect(byReason['missing_shard'] ?? 0).toBe(
          drawn.rows.filter((_, ordinal) => !isThere(ordinal)).length,
        );
        expect(summary.state).toBe(pending === 0 ? 'complete' : 'incomplete');
      }),
      { numRuns: 12 },
    );
  });

  test('names the missing shards that have rows', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: rows(3),
      shards: 4,
      shardOf: (ordinal) => (ordinal < 2 ? 2 : 1),
      absentShards: [2, 3],
      records: [found(2, '+12025550100')],
    });
    const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    expect(summary.missingShards).toEqual([{ shard: 2, rows: 2 }]);
    expect(summary.state).toBe('incomplete');
  });

  test('calls the rows of a shard that was never started what the caller says', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: rows(2),
      shards: 2,
      shardOf: (ordinal) => ordinal + 1,
      absentShards: [2],
      records: [found(0, '+12025550100')],
    });
    const summary = await mergeRun(run.folder, run.manifest, {
      out: join(root, 'out'),
      pending: { reason: 'limit', absentShardReason: 'limit' },
    });
    expect(summary.missingShards).toEqual([]);
    expect(summary.pending).toMatchObject([{ reason: 'limit', rows: 1 }]);
  });
});
