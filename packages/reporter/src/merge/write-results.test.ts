import { join } from 'node:path';
import { openDuckDB, sqlText } from '@sluice/core';
import { describe, expect, test } from 'vitest';
import {
  companies,
  createFixtureRun,
  enrichedRecord,
  sealSegment,
} from '../testing/fixture-run.ts';
import { query } from '../testing/query.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mergeRun } from './merge-run.ts';

describe('results', () => {
  test('hold the input columns unchanged, in input order, then outputs, status and reason', async () => {
    const root = await temporaryFolder();
    const dataset = companies(5).map((row) => ({ ...row, code: '00123' }));
    const run = await createFixtureRun(root, {
      rows: dataset,
      shards: 2,
      shardOf: (ordinal) => 2 - (ordinal % 2),
      records: [4, 2, 0, 3].map((ordinal) => enrichedRecord(ordinal, `+1202555010${ordinal}`)),
    });
    const out = join(root, 'out');
    await mergeRun(run.folder, run.manifest, { out, pending: { reason: 'interrupted' } });
    const results = await query<Record<string, unknown>>(
      `FROM ${sqlText(join(out, 'results.parquet'))}`,
    );
    expect(results.map(({ id, name, code }) => ({ id, name, code }))).toEqual(dataset);
    expect(results[0]).toEqual({
      ...dataset[0],
      phone: '+12025550100',
      phones: ['+12025550100'],
      rating: 4.5,
      socials: '{"x":"@sluice"}',
      _status: 'complete',
      _reason: null,
    });
    expect(results[1]).toMatchObject({
      phone: null,
      phones: null,
      _status: 'pending',
      _reason: 'interrupted',
    });
    const types = await query<{ column_name: string; column_type: string }>(
      `DESCRIBE FROM ${sqlText(join(out, 'results.parquet'))}`,
    );
    expect(types.map(({ column_name, column_type }) => `${column_name} ${column_type}`)).toEqual([
      'id VARCHAR',
      'name VARCHAR',
      'code VARCHAR',
      'phone VARCHAR',
      'phones VARCHAR[]',
      'rating DOUBLE',
      'socials JSON',
      '_status VARCHAR',
      '_reason VARCHAR',
    ]);
  });

  test('say what each row waits for that was left for later', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: companies(4),
      records: [enrichedRecord(1, '+12025550101')],
    });
    const db = await openDuckDB();
    await sealSegment(db, run.folder.shard(1, 1), 2, [
      { kind: 'parked', ordinal: 0, reason: 'http_429' },
      { kind: 'parked', ordinal: 0, reason: 'http_503' },
      { kind: 'parked', ordinal: 1, reason: 'http_503' },
      { kind: 'parked', ordinal: 3, reason: 'http_503' },
    ]);
    db.close();
    const out = join(root, 'out');
    const pending = { reason: 'interrupted' };
    const summary = await mergeRun(run.folder, run.manifest, { out, pending });
    const rows = await query(
      `SELECT _status, _reason FROM ${sqlText(join(out, 'results.parquet'))}`,
    );
    expect(rows).toEqual([
      { _status: 'pending', _reason: 'http_503' },
      { _status: 'complete', _reason: null },
      { _status: 'pending', _reason: 'interrupted' },
      { _status: 'pending', _reason: 'http_503' },
    ]);
    expect(summary.pending).toMatchObject([
      { reason: 'http_503', rows: 2 },
      { reason: 'interrupted', rows: 1 },
    ]);
  });

  test('name a clashing output with a prefix and leave the input alone', async () => {
    const root = await temporaryFolder();
    const run = await createFixtureRun(root, {
      rows: [{ id: 'a', Phone: 'call me', enriched_phone: 'never', _status: 'mine' }],
      records: [enrichedRecord(0, '+12025550100')],
    });
    const out = join(root, 'out');
    const summary = await mergeRun(run.folder, run.manifest, { out });
    const [row] = await query(`FROM ${sqlText(join(out, 'results.parquet'))}`);
    expect(row).toMatchObject({
      Phone: 'call me',
      enriched_phone: 'never',
      _status: 'mine',
      enriched_enriched_phone: '+12025550100',
      enriched__status: 'complete',
    });
    expect(summary.columns[0]).toMatchObject({
      name: 'enriched_enriched_phone',
      source: 'phone',
      filled: 1,
    });
  });

  test('count an empty text, list or object as no value', async () => {
    const root = await temporaryFolder();
    const columns = { phone: '', phones: [], rating: 0, socials: {} };
    const run = await createFixtureRun(root, {
      rows: companies(1),
      records: [{ ordinal: 0, stages: [{ stage: 'rules', columns }] }],
    });
    const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    expect(summary.columns.map(({ name, filled }) => [name, filled])).toEqual([
      ['phone', 0],
      ['phones', 0],
      ['rating', 1],
      ['socials', 0],
    ]);
  });

  test('tell how often which value stands in a column where a few recur', async () => {
    const root = await temporaryFolder();
    const phones = ['+1', '+1', '+2', '+2', '+1', '+1', ''];
    const run = await createFixtureRun(root, {
      rows: companies(phones.length),
      records: phones.map((phone, ordinal) => ({
        ordinal,
        stages: [{ stage: 'rules', columns: { phone, phones: ['+3'], rating: 1 } }],
      })),
    });
    const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    expect(summary.columns.map(({ values }) => values)).toEqual([
      [
        { value: '+1', rows: 4 },
        { value: '+2', rows: 2 },
      ],
      [],
      [],
      [],
    ]);
  });

  test('do not list values that hardly recur', async () => {
    const root = await temporaryFolder();
    const phones = ['+1', '+1', '+2', '+2', '+3'];
    const run = await createFixtureRun(root, {
      rows: companies(phones.length),
      records: phones.map((phone, ordinal) => enrichedRecord(ordinal, phone)),
    });
    const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
    expect(summary.columns.map(({ values }) => values.length)).toEqual([0, 0, 0, 0]);
  });
});
