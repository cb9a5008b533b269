import { join } from 'node:path';
import { openDuckDB, sqlText } from '@sluice/core';
import { describe, expect, test } from 'vitest';
import {
  companies,
  createFixtureRun,
  enrichedRecord,
  entriesOf,
  fixtureEvidence,
  sealSegment,
  type FixtureRecord,
} from '../testing/fixture-run.ts';
import { query } from '../testing/query.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mergeRun } from './merge-run.ts';

describe('evidence', () => {
  const evidenceOf = (out: string) =>
    query<Record<string, unknown>>(`FROM ${sqlText(join(out, 'evidence.parquet'))}`);

  test('stands for the values in the results and no others', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(1),
      stages: ['rules', 'model'],
      records: [
        {
          ordinal: 0,
          stages: [
            {
              stage: 'rules',
              columns: { phone: '+12025550100', rating: 3 },
              evidence: [fixtureEvidence('phone', '+12025550100'), fixtureEvidence('rating', '3')],
            },
            {
              stage: 'model',
              columns: { phone: '+12025550199' },
              evidence: [fixtureEvidence('phone', '+12025550199')],
              fromRun: '20261101-000000-bbbbbb',
            },
          ],
        },
      ],
    });
    const out = join(root, 'out');
    const summary = await mergeRun(run.folder, run.manifest, { out });
    const { value, quote, url } = fixtureEvidence('phone', '+12025550199');
    expect(summary.evidence.examples[0]).toEqual({ row: 1, column: 'phone', value, quote, url });
    const evidence = await evidenceOf(out);
    expect(
      evidence.map((piece) => ({
        column: piece['column'],
        value: piece['value'],
        stage: piece['stage'],
        run: piece['run'],
      })),
    ).toEqual([
      { column: 'phone', value: '+12025550199', stage: 'model', run: '20261101-000000-bbbbbb' },
      { column: 'rating', value: '3', stage: 'rules', run: run.folder.runId },
    ]);
    expect(evidence[1]).toMatchObject({
      ...fixtureEvidence('rating', '3'),
      start: 10n,
      end: 11n,
      key: 'c0',
    });
  });

  test('is given to every row that shares a result, from the shard of the row', async () => {
    const root = await temporaryFolder();
    const shared = (ordinal: number, phone: string): FixtureRecord => ({
      ordinal,
      stages: [
        {
          stage: 'rules',
          input: 'one site',
          columns: { phone },
          evidence: [fixtureEvidence('phone', phone)],
        },
      ],
    });
    const dataset = { rows: companies(3) };
    const run = await createFixtureRun(root, {
      ...dataset,
      shards: 2,
      shardOf: (ordinal) => (ordinal === 2 ? 2 : 1),
      records: [shared(0, '+12025550100'), shared(2, '+12025550102')],
    });
    // The second row waited for the first one's result: it has a record, and no result of its own.
    const db = await openDuckDB();
    const record = entriesOf(shared(1, '+12025550100'), dataset).at(-1)!;
    await sealSegment(db, run.folder.shard(1, 2), 2, [record]);
    db.close();
    const out = join(root, 'out');
    await mergeRun(run.folder, run.manifest, { out });
    const evidence = await evidenceOf(out);
    expect(evidence.map(({ ordinal, value }) => [Number(ordinal), value])).toEqual([
      [0, '+12025550100'],
      [1, '+12025550100'],
      [2, '+12025550102'],
    ]);
  });

  test('says when the pages were fetched, not when the value was read from them', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(1),
      records: [enrichedRecord(0, '+12025550100')],
    });
    const out = join(root, 'out');
    await mergeRun(run.folder, run.manifest, { out });
    expect(await evidenceOf(out)).toMatchObject([{ fetched_at: '2026-11-22T09:00:00.000Z' }]);
  });
});
