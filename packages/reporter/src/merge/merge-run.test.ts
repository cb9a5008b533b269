import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDB, UsageError } from '@sluice/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryName } from '../export/remove-leftovers.ts';
import { companies, createFixtureRun, enrichedRecord } from '../testing/fixture-run.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mergeRun } from './merge-run.ts';

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
          rows: companies(drawn.rows.length),
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
      rows: companies(3),
      shards: 4,
      shardOf: (ordinal) => (ordinal < 2 ? 2 : 1),
      absentShards: [2, 3],
      records: [enrichedRecord(2, '+12025550100')],
    });
    const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    expect(summary.missingShards).toEqual([{ shard: 2, rows: 2 }]);
    expect(summary.state).toBe('incomplete');
  });

  test('calls the rows of a shard that was never started what the caller says', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(2),
      shards: 2,
      shardOf: (ordinal) => ordinal + 1,
      absentShards: [2],
      records: [enrichedRecord(0, '+12025550100')],
    });
    const summary = await mergeRun(run.folder, run.manifest, {
      out: join(root, 'out'),
      pending: { reason: 'limit', absentShardReason: 'limit' },
    });
    expect(summary.missingShards).toEqual([]);
    expect(summary.pending).toMatchObject([{ reason: 'limit', rows: 1 }]);
  });

  test('offers to try failures again only where there are some', async () => {
    const root = await temporaryFolder();
    const nextSteps = [
      { purpose: 'go on', command: 'a' },
      { purpose: 'try again', command: 'b', isForFailures: true },
    ];
    const stepsAfter = async (name: string, record: ReturnType<typeof enrichedRecord>) => {
      const run = await createFixtureRun(join(root, name), {
        rows: companies(1),
        records: [record],
      });
      const out = join(root, `${name}-out`);
      const summary = await mergeRun(run.folder, run.manifest, { out, nextSteps });
      return summary.nextSteps.map(({ command }) => command);
    };
    const found = enrichedRecord(0, '+12025550100');
    expect(await stepsAfter('found', found)).toEqual(['a']);
    const failed = { ordinal: 0, status: 'failed', reason: 'http_404' } as const;
    expect(await stepsAfter('failed', { ...failed, stages: [] })).toEqual(['a', 'b']);
  });
});

describe('output folder', () => {
  test('holds the files asked for, errors, evidence, a database and the summary', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(2),
      inputs: { name: 'name' },
      records: [
        enrichedRecord(0, '+12025550100'),
        {
          ordinal: 1,
          status: 'failed',
          reason: 'http_404',
          detail: 'gone',
          stages: [{ stage: 'crawl', outcome: 'failed', reason: 'http_404' }],
        },
      ],
    });
    const out = join(root, 'out');
    const summary = await mergeRun(run.folder, run.manifest, { out, formats: ['csv'] });
    expect((await readdir(out)).sort()).toEqual([
      'errors.jsonl',
      'evidence.parquet',
      'results.csv',
      'results.duckdb',
      'run.json',
    ]);
    expect(JSON.parse(await readFile(join(out, 'errors.jsonl'), 'utf8'))).toEqual({
      key: 'c1',
      row: 2,
      status: 'failed',
      stage: 'crawl',
      reason: 'http_404',
      detail: 'gone',
      inputs: { name: 'Company 1' },
    });
    const saved = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
    expect(saved).toEqual({ version: 1, manifest: run.manifest, summary });

    const db = await openDuckDB(join(out, 'results.duckdb'));
    const tables = await db.rows(`
      SELECT (SELECT count(*) FROM results)::INTEGER AS results,
        (SELECT count(*) FROM evidence)::INTEGER AS evidence, (SELECT count(*) FROM errors)::INTEGER AS errors`);
    db.close();
    expect(tables).toEqual([{ results: 2, evidence: 1, errors: 1 }]);
  });

  test('below a regular file is refused, and the run loses nothing', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(1),
      records: [enrichedRecord(0, '+12025550100')],
    });
    const file = join(root, 'file');
    await writeFile(file, 'in the way');
    for (const out of [file, join(file, 'below')]) {
      await expect(mergeRun(run.folder, run.manifest, { out })).rejects.toThrow(UsageError);
    }
    expect(await readFile(file, 'utf8')).toBe('in the way');
    const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    expect(summary.rows.complete).toBe(1);
  });

  test('stays as it is, resumably, when a file of the run was taken away', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, { rows: companies(1), records: [] });
    await rm(run.folder.rows);
    const out = join(root, 'out');
    await expect(mergeRun(run.folder, run.manifest, { out })).rejects.toMatchObject({
      name: 'ResumableError',
      code: 'disk_failed',
      message: expect.stringContaining(run.folder.rows),
    });
    expect(await readdir(out)).toEqual([]);
  });

  test('takes the place of what a killed merge left in the folder of the run', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, { rows: companies(1), records: [] });
    const dead = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    const leftBy = (file: string) => temporaryName(file).replace(`.${process.pid}.`, `.${dead}.`);
    const before = await readdir(run.folder.path);
    await mkdir(join(run.folder.path, leftBy('merge')));
    await writeFile(join(run.folder.path, leftBy('merge'), 'spilled.block'), 'rows');
    await writeFile(leftBy(run.folder.ledger), 'half a ledger');
    await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    const after = await readdir(run.folder.path);
    expect(after.sort()).toEqual(
      [...before, 'ledger.parquet', 'ledger.parquet.crc32', 'summary.json'].sort(),
    );
  });

  test('keeps the earlier output when a merge fails, and nothing of the failed one', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(1),
      records: [enrichedRecord(0, '+12025550100')],
    });
    const out = join(root, 'out');
    await mergeRun(run.folder, run.manifest, { out });
    const before = await readFile(join(out, 'results.csv'), 'utf8');
    await writeFile(join(run.folder.shard(1, 1), 'sealed-000009.parquet'), 'not Parquet');
    await expect(mergeRun(run.folder, run.manifest, { out })).rejects.toThrow(/sealed-000009/);
    expect(await readFile(join(out, 'results.csv'), 'utf8')).toBe(before);
    expect((await readdir(out)).filter((name) => name.includes('.tmp'))).toEqual([]);
    expect((await readdir(run.folder.path)).filter((name) => name.includes('.tmp'))).toEqual([]);
  });
});
