import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDB, sqlText, type Database } from '@sluice/core';
import { tableFromIPC } from 'apache-arrow';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { ExportFolder } from './export-folder.ts';
import type { ResultFormat } from './result-formats.ts';
import { openResultsTable } from './results-table.ts';
import { writeFormats, type WrittenFormats } from './write-formats.ts';

const RESULTS = `
  SELECT * FROM (VALUES
    ('c1', '=1+1', ['+12025550100', 'a "b", c'], 4.5::DOUBLE, '{"x":["@y"]}'::JSON, true, DATE '2026-11-22', 9007199254740993),
    ('c2', 'Łódź, "quoted"' || chr(10) || 'line', [], NULL, NULL, false, NULL, -1),
    ('c3', '+12025550101', NULL, -0.25, '[1,null]'::JSON, NULL, DATE '1969-01-01', NULL)
  ) t(id, name, phones, rating, socials, checked, since, big)`;

interface Export extends WrittenFormats {
  readonly out: string;
  readonly db: Database;
}

async function exportAs(formats: readonly ResultFormat[], results = RESULTS): Promise<Export> {
  const root = await temporaryFolder();
  const db = await openDuckDB();
  onTestFinished(() => db.close());
  await db.run('SET preserve_insertion_order = true');
  const files = {
    results: join(root, 'results.parquet'),
    evidence: join(root, 'evidence.parquet'),
  };
  await db.run(`COPY (${results}) TO ${sqlText(files.results)} (FORMAT parquet)`);
  await db.run(`COPY (SELECT 1 AS ordinal) TO ${sqlText(files.evidence)} (FORMAT parquet)`);
  await db.run('CREATE TEMP TABLE troubles AS SELECT 0 AS ordinal, 1 AS row, NULL AS label');
  const out = join(root, 'out');
  const exported = await ExportFolder.open(out);
  const written = await writeFormats(db, exported, files, formats);
  await exported.publish();
  return { ...written, out, db };
}

test('a table of 1,100 columns is written in a moment', async () => {
  const columns = Array.from({ length: 1_100 }, (_, at) => `'=${at}' AS c${at}`).join(', ');
  const { out } = await exportAs(['csv', 'xlsx'], `SELECT ${columns}`);
  const [, row = ''] = (await readFile(join(out, 'results.csv'), 'utf8')).split('\n');
  expect(row.split(',').slice(-2)).toEqual(["'=1098", "'=1099"]);
  const [, cells = []] = await readSheet(join(out, 'results.xlsx'));
  expect(cells.slice(-2)).toEqual(["'=1098", "'=1099"]);
});

describe('CSV', () => {
  test('holds lists as JSON text and no formula', async () => {
    const { out, db } = await exportAs(['csv']);
    const rows = await db.rows(
      `FROM read_csv(${sqlText(join(out, 'results.csv'))}, all_varchar = true, header = true, quote = '"', escape = '"')`,
    );
    expect(rows).toMatchObject([
      {
        id: 'c1',
        name: "'=1+1",
        phones: '["+12025550100","a \\"b\\", c"]',
        rating: '4.5',
        socials: '{"x":["@y"]}',
      },
      { id: 'c2', name: 'Łódź, "quoted"\nline', phones: '[]', rating: null },
      { id: 'c3', name: '+12025550101', phones: null, rating: '-0.25', since: '1969-01-01' },
    ]);
  });

  test('has whole numbers without a point, as long as they are exact', async () => {
    const numbers = 'SELECT unnest([6, -3, 0.5, 9007199254740992, 1e20]::DOUBLE[]) AS n';
    const { out } = await exportAs(['csv'], numbers);
    const lines = (await readFile(join(out, 'results.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toEqual(['n', '6', '-3', '0.5', '9007199254740992', '1e+20']);
  });

  test('neutralises headings', async () => {
    const { out } = await exportAs(['csv'], `SELECT 'x' AS "=cmd()"`);
    expect(await readFile(join(out, 'results.csv'), 'utf8')).toBe("'=cmd()\nx\n");
  });
});

test('JSON Lines hold real lists, objects and unchanged text', async () => {
  const { out } = await exportAs(['jsonl']);
  const lines = (await readFile(join(out, 'results.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      id: 'c1',
      name: '=1+1',
      phones: ['+12025550100', 'a "b", c'],
      socials: { x: ['@y'] },
      checked: true,
    },
    { id: 'c2', phones: [], rating: null, socials: null },
    { id: 'c3', phones: null, socials: [1, null] },
  ]);
});

test('JSON Lines hold only what is JSON', async () => {
  const numbers = `SELECT i, unnest(['nan', 'inf', '-inf', '0.5']::DOUBLE[]) AS n,
    ['nan', '0.25']::FLOAT[] AS list, [[1.5], NULL]::DOUBLE[][] AS lists FROM range(1) t(i)`;
  const { out } = await exportAs(['jsonl'], numbers);
  const lines = (await readFile(join(out, 'results.jsonl'), 'utf8')).trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line));
  expect(rows.map(({ n }) => n)).toEqual([null, null, null, 0.5]);
  expect(rows[0]).toMatchObject({ i: 0, list: [null, 0.25], lists: [[1.5], null] });
});

/** A struct, lists and maps in each other, as Parquet datasets have them. */
const NESTED = `SELECT {'a': 'nan'::DOUBLE, 'b "c': ['inf', '0.5']::FLOAT[], 'd': {'e': [{'f': '-inf'::DOUBLE}]}} AS s,
  NULL::STRUCT(a DOUBLE) AS none, [{'x': [['1.5', 'nan']::DOUBLE[], NULL]}] AS deep,
  MAP {'k': 'nan'::DOUBLE, 'NaN': 2} AS m, NULL::MAP(VARCHAR, DOUBLE) AS no_map,
  {'text': ':NaN,'} AS words`;
const NESTED_AS_JSON = {
  s: { a: null, 'b "c': [null, 0.5], d: { e: [{ f: null }] } },
  none: null,
  deep: [{ x: [[1.5, null], null] }],
  m: { k: null, NaN: 2 },
  no_map: null,
  words: { text: ':NaN,' },
};

test('no format holds NaN or infinity in what it calls JSON, however deep', async () => {
  const { out, db } = await exportAs(['jsonl', 'csv', 'xlsx', 'arrow'], NESTED);
  const texts = (cells: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(cells).map(([name, cell]) => [name, JSON.parse((cell ?? 'null') as string)]),
    );
  expect(JSON.parse(await readFile(join(out, 'results.jsonl'), 'utf8'))).toEqual(NESTED_AS_JSON);
  const csv = `read_csv(${sqlText(join(out, 'results.csv'))}, all_varchar = true, quote = '"', escape = '"')`;
  expect((await db.rows<Record<string, string>>(`FROM ${csv}`)).map(texts)).toEqual([
    NESTED_AS_JSON,
  ]);
  const [names, cells] = await readSheet(join(out, 'results.xlsx'), 1);
  const sheet = Object.fromEntries(names!.map((name, index) => [String(name), cells![index]]));
  expect(texts(sheet)).toEqual(NESTED_AS_JSON);
  const table = tableFromIPC(await readFile(join(out, 'results.arrow')));
  expect(texts(table.get(0)!.toJSON())).toEqual(NESTED_AS_JSON);
});

describe('Arrow', () => {
  test('leaves out dates that JavaScript does not have', async () => {
    const dates = `SELECT unnest(['infinity', '-infinity', '300000-01-01', '2026-11-22', NULL]::DATE[]) AS d`;
    const { out } = await exportAs(['arrow', 'csv'], dates);
    const table = tableFromIPC(await readFile(join(out, 'results.arrow')));
    expect(table.getChild('d')!.toJSON()).toEqual([null, null, null, 1795305600000, null]);
  });

  test('holds typed columns and real lists', async () => {
    const { out } = await exportAs(['arrow']);
    const table = tableFromIPC(await readFile(join(out, 'results.arrow')));
    expect(table.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'id: Utf8',
      'name: Utf8',
      'phones: List<Utf8>',
      'rating: Float64',
      'socials: Utf8',
      'checked: Bool',
      'since: Date32<DAY>',
      'big: Int64',
    ]);
    expect(
      table
        .getChild('phones')!
        .toJSON()
        .map((list) => list && [...list]),
    ).toEqual([['+12025550100', 'a "b", c'], [], null]);
    expect(table.getChild('big')!.toJSON()).toEqual([9007199254740993n, -1n, null]);
    expect(table.getChild('name')!.get(0)).toBe('=1+1');
    expect(new Date(Number(table.getChild('since')!.get(0))).toISOString()).toBe(
      '2026-11-22T00:00:00.000Z',
    );
  });

  test('is a valid file without rows', async () => {
    const { out } = await exportAs(['arrow'], `${RESULTS} WHERE false`);
    expect(tableFromIPC(await readFile(join(out, 'results.arrow'))).numRows).toBe(0);
  });

  test('keeps the order over many batches', async () => {
    const { out } = await exportAs(['arrow'], 'SELECT i FROM range(10000) t(i)');
    const table = tableFromIPC(await readFile(join(out, 'results.arrow')));
    expect(table.numRows).toBe(10_000);
    expect(table.batches.length).toBeGreaterThan(1);
    expect([0, 5_000, 9_999].map((row) => table.get(row)!['i'])).toEqual([0n, 5_000n, 9_999n]);
  });
});

describe('Excel', () => {
  test('holds text, numbers and truth values, and no formula', async () => {
    const { out } = await exportAs(['xlsx']);
    const rows = await readSheet(join(out, 'results.xlsx'));
    expect(rows[0]).toEqual([
      'id',
      'name',
      'phones',
      'rating',
      'socials',
      'checked',
      'since',
      'big',
    ]);
    expect(rows[1]).toEqual([
      'c1',
      "'=1+1",
      '["+12025550100","a \\"b\\", c"]',
      4.5,
      '{"x":["@y"]}',
      true,
      '2026-11-22',
      '9007199254740993',
    ]);
    expect(rows[3]![1]).toBe('+12025550101');
  });

  test('cuts cells longer than Excel allows, and counts them', async () => {
    const { out, cutExcelCells } = await exportAs(
      ['xlsx'],
      `SELECT repeat('x', 40000) AS a, repeat('y', 32767) AS b`,
    );
    const [, row] = await readSheet(join(out, 'results.xlsx'));
    expect(row!.map((cell) => String(cell).length)).toEqual([32_767, 32_767]);
    expect(cutExcelCells).toBe(1);
  });

  test.each(['constructor', '__proto__', 'toString', '_x0041_'])(
    'keeps the text %j',
    async (text) => {
      const { out } = await exportAs(['xlsx'], `SELECT ${sqlText(text)} AS a`);
      const [, row] = await readSheet(join(out, 'results.xlsx'));
      expect(String(row![0]).trim()).toBe(text);
    },
  );

  test('refuses more rows than a sheet holds, and only that format', async () => {
    const { out, refused } = await exportAs(['xlsx', 'csv'], 'SELECT i FROM range(1048576) t(i)');
    expect(refused.find(({ format }) => format === 'xlsx')?.reason).toContain('1,048,576 rows');
    expect(await readdir(out)).toEqual(['results.csv']);
  });
});

test('structs whose fields have no names, as unions become, go to every format but the database', async () => {
  const formats = ['csv', 'jsonl', 'arrow', 'xlsx'] as const;
  const { out, refused } = await exportAs(formats, `SELECT row(1, 'a') AS pair, 'oak' AS word`);
  expect(refused).toEqual([
    { format: 'duckdb', reason: expect.stringContaining('fields have no names') },
  ]);
  const names = formats.map((format) => `results.${format}`);
  expect((await readdir(out)).sort()).toEqual(names.toSorted());
  expect(await readFile(join(out, 'results.csv'), 'utf8')).toContain(',oak\n');
});

test('a format that refuses takes an earlier file of that format away', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'results.xlsx'), 'stale');
  await writeFile(join(folder, 'results.jsonl'), 'from another export');
  const exported = await ExportFolder.open(folder);
  await writeFile(exported.add('results.xlsx'), '');
  await exported.refuse('results.xlsx');
  await exported.publish();
  expect(await readdir(folder)).toEqual(['results.jsonl']);
});

test('a table is read back with the types it was written with', async () => {
  const { db, out } = await exportAs(['csv']);
  const table = await openResultsTable(db, join(out, '..', 'results.parquet'));
  expect(table.columns.map(({ type }) => type)).toContain('VARCHAR[]');
});
