import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { openDuckDB, sqlText } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import { openDataset, type OpenDatasetOptions } from './open-dataset.ts';

let folder: string;
let tempFolder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-bad-input-'));
  tempFolder = join(folder, 'temporary');
  await mkdir(tempFolder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** @returns the one message that a person gets; nothing may be left behind */
async function refusal(name: string, options: OpenDatasetOptions = {}): Promise<string> {
  const error: unknown = await openDataset(join(folder, name), { tempFolder, ...options }).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  expect(await readdir(tempFolder)).toEqual([]);
  return (error as UsageError).message.replaceAll(folder, '');
}

async function refusalOf(
  name: string,
  content: string | Uint8Array,
  options: OpenDatasetOptions = {},
) {
  await writeFile(join(folder, name), content);
  return refusal(name, options);
}

async function parquet(sql: string): Promise<Buffer> {
  const file = join(folder, 'written.parquet');
  const database = await openDuckDB();
  await database.run(`COPY (${sql}) TO ${sqlText(file)} (FORMAT parquet)`);
  database.close();
  return readFile(file);
}

describe('a dataset is refused', () => {
  test('when it does not exist', async () => {
    expect(await refusal('no.csv')).toBe('The dataset `/no.csv` does not exist. Check the path.');
  });

  test('when it is a folder', async () => {
    expect(await refusal('temporary')).toBe(
      'The dataset `/temporary` is a folder. Name a file in it.',
    );
  });

  test.each([
    ['empty', '', 'is empty. Give a file with a header and rows'],
    ['only blank lines', '\n \n\r\n', 'has only blank lines'],
    ['a header alone', 'id,website\n', 'has a header but no rows. Add at least one'],
    [
      'an address in its first row',
      'Acme,https://acme.example/\nFoo,https://foo.example/\n',
      'has no header: its first line holds `https://acme.example/`',
    ],
    [
      'an address without its scheme in its first row',
      'Acme,www.acme.example\n',
      '`www.acme.example`',
    ],
    [
      'an e-mail in its first row',
      'Acme,info@acme.example\nFoo,a@foo.example\n',
      '`info@acme.example`',
    ],
    [
      'a domain over domains',
      'acme.example\nfoo.example\n',
      'has no header: its first line holds `acme.example`',
    ],
    ['only numbers in its first row', '1,2\n3,4\n', 'has no header: its first line holds `1`'],
    [
      'two columns of the same name',
      'id,Website,website\n1,a,b\n',
      'Columns 2 and 3 of `/a.csv` are both named `website`',
    ],
    ['a column without a name', 'id,,b\n1,2,3\n', 'Column 2 of `/a.csv` has no name'],
    ['a blank name', 'id,"  "\n1,2\n', 'Column 2 of `/a.csv` has no name'],
    [
      'a reserved name',
      'id,Sluice_Key\n1,2\n',
      'The column `Sluice_Key` of `/a.csv` begins with `sluice_`',
    ],
    [
      'a row that is too short',
      'a,b,c\n1,2,3\n4,5\n',
      '`/a.csv` has 3 columns in its header, but row 2 (line 3) has 2 cells',
    ],
    [
      'rows that are too long',
      'a,b\n"1\n1",2\n3,4,5\n6,7,8\n9,8,7\n6,5,4\n',
      'but row 2 (line 4) has 3, row 3 (line 5) has 3, row 4 (line 6) has 3, and 1 more cells',
    ],
    [
      'a quote that is never closed',
      'a,b\n1,"2\n3,4\n',
      'row 1 (line 2): the quote that opens a cell is never closed',
    ],
    [
      'a NUL byte',
      `a,b\n1,2\n3,\0\n${'4,5\n'.repeat(200)}`,
      'There is a NUL byte in row 2 (line 3)',
    ],
  ])('with %s', async (_, content, message) => {
    expect(await refusalOf('a.csv', content)).toContain(message);
  });

  test('with a cell over the limit, by its row, in flat memory', async () => {
    const head = Buffer.from('id,note\n1,x\n2,"');
    const content = Buffer.concat([
      head,
      Buffer.alloc(50 * 1024 * 1024, 'y'),
      Buffer.from('"\n3,z\n'),
    ]);
    await writeFile(join(folder, 'a.csv'), content);
    const before = process.memoryUsage().rss;
    const message = await refusal('a.csv');
    expect(message).toContain('A cell in row 2 (line 3) is larger than `1048576` bytes');
    expect(message).toContain('raise `--max-cell`');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test('but not with a cell that the limit was raised for', async () => {
    await writeFile(join(folder, 'a.csv'), `a\n${'y'.repeat(2_000_000)}\n`);
    const options = { tempFolder, maxCellBytes: 2_000_000 };
    const dataset = await openDataset(join(folder, 'a.csv'), options);
    await dataset.close();
    expect(dataset.rows).toBe(1);
  });

  test.each([
    ['a.csv', 'csv'],
    ['a.json', 'json'],
    ['a.unknown', 'anything'],
  ])('when %s holds bytes that are no %s', async (name) => {
    const garbage = Buffer.concat([Buffer.from([0, 1, 2]), randomBytes(10_000)]);
    expect(await refusalOf(name, garbage)).toContain(
      'is not text, nor another format that can be read',
    );
  });

  test.each([
    ['a.csv', '1f8b0800', 'is compressed with gzip. Unpack it first'],
    ['a.xlsx', 'd0cf11e0a1b11ae1', 'an encrypted or old Excel workbook. Remove its password'],
    ['a.pdf', '255044462d312e37', 'is a PDF'],
    ['a.parquet', '504152450000', 'an encrypted Parquet file'],
    ['a.parquet', '61626364', 'is named like parquet but does not begin like it'],
    ['a.xlsx', '61626364', 'is named like xlsx but does not begin like it'],
  ])('when %s begins with %s', async (name, hex, message) => {
    expect(await refusalOf(name, Buffer.from(hex, 'hex'))).toContain(message);
  });
});

describe('JSON is refused', () => {
  test.each([
    [
      'a line that is not JSON',
      'a.jsonl',
      '{"a":1}\n\n{"a":}\n',
      'There is no valid JSON in row 2 (line 3)',
    ],
    ['a line that is no object', 'a.jsonl', '{"a":1}\n[1]\n', 'There is no object in row 2'],
    [
      'an element that is not JSON',
      'a.json',
      '[\n{"a":1},\n{"a" 2}]',
      'There is no valid JSON in row 2 (line 3)',
    ],
    [
      'an element that is no object',
      'a.json',
      '[{"a":1},\n 2]',
      'row 2 of the array is not an object',
    ],
    [
      'a missing comma',
      'a.json',
      '[{"a":1} {"a":2}]',
      'row 2 (line 1) of the array has `{` in the wrong place',
    ],
    ['something behind the array', 'a.json', '[{"a":1}] x', 'has `x` in the wrong place'],
    [
      'an array that is cut off',
      'a.json',
      '[{"a":1},\n{"a":',
      'ends before its closing `]`, behind line 2',
    ],
    ['an object', 'a.json', '{"data": [{"a":1}]}', 'is not an array of objects'],
    [
      'an object over several lines',
      'a.json',
      '{\n"data": [{"a":1}]\n}',
      'is not an array of objects',
    ],
    ['an empty array', 'a.json', '[]', 'has no rows. Add at least one'],
    [
      'two keys of the same name',
      'a.json',
      '[{"Url":1},{"url":2}]',
      'Columns 1 and 2 of `/a.json` are both named `url`',
    ],
    ['a NUL in a text', 'a.jsonl', '{"a":"x"}\n{"a":"\\u0000"}\n', 'There is a NUL byte in row 2'],
  ])('with %s', async (_, name, content, message) => {
    expect(await refusalOf(name, content)).toContain(message);
  });

  test.each(['a.json', 'a.jsonl'])('with a value over the limit, by its row (%s)', async (name) => {
    const records = [{ a: 'x' }, { a: 'y'.repeat(2000) }].map((record) => JSON.stringify(record));
    const content = name === 'a.json' ? `[${records.join(',\n')}]` : records.join('\n');
    const message = await refusalOf(name, content, { maxCellBytes: 1000 });
    expect(message).toContain('A cell in row 2 is larger than `1000` bytes');
  });

  test.each(['a.json', 'a.jsonl'])(
    'with a record far over the limit, unread (%s)',
    async (name) => {
      const record = JSON.stringify({ a: 'y'.repeat(20_000_000) });
      const message = await refusalOf(name, name === 'a.json' ? `[${record}]` : record);
      expect(message).toContain('The record in row 1 is larger than `16777216` characters');
    },
  );
});

describe('a binary file is refused', () => {
  test('when a Parquet file is cut off or damaged', async () => {
    const bytes = await parquet("SELECT i, 'x' || i AS a FROM range(1000) AS r(i)");
    const damaged = Buffer.from(bytes).fill(0xee, 4, 200);
    const message = 'is not a Parquet file that can be read';
    expect(await refusalOf('a.parquet', bytes.subarray(0, -20))).toContain(message);
    expect(await refusalOf('b.parquet', damaged)).toContain(message);
  });

  test('when a Parquet file has two columns of the same name', async () => {
    const bytes = await parquet('SELECT 1 AS same_name, {x: 2} AS other_one, 3 AS same_namf');
    const doubled = Buffer.from(
      bytes.toString('latin1').replaceAll('same_namf', 'SAME_NAME'),
      'latin1',
    );
    expect(await refusalOf('a.parquet', doubled)).toContain(
      'Columns 1 and 3 of `/a.parquet` are both named',
    );
  });

  test('when a Parquet cell is over the limit, by its row', async () => {
    const bytes = await parquet(
      "SELECT i, repeat('x', (i * 100)::INTEGER) AS a FROM range(20) AS r(i)",
    );
    const message = await refusalOf('a.parquet', bytes, { maxCellBytes: 1000 });
    expect(message).toContain('A cell in row 12 is larger than `1000` bytes');
  });

  test('when a Parquet cell holds a NUL, by its row', async () => {
    const bytes = await parquet(
      "SELECT i, 'x' || chr(CASE i WHEN 7 THEN 0 ELSE 65 END) AS a FROM range(20) AS r(i)",
    );
    expect(await refusalOf('a.parquet', bytes)).toContain('There is a NUL byte in row 8.');
  });

  test('when a cell of a workbook is over the limit, by its row and its line in the sheet', async () => {
    const path = join(folder, 'a.xlsx');
    await writeExcelFile([['a'], ['x'], [null], ['y'.repeat(1001)]]).toFile(path);
    const message = await refusal('a.xlsx', { maxCellBytes: 1000 });
    expect(message).toContain('A cell in row 3 (line 4) is larger than `1000` bytes');
  });

  test('when a Parquet file has no rows', async () => {
    expect(await refusalOf('a.parquet', await parquet('SELECT 1 AS a LIMIT 0'))).toContain(
      'has no rows',
    );
  });

  test.each(['file', 'stream'] as const)('when an Arrow %s is cut off', async (kind) => {
    const bytes = arrow.tableToIPC(
      arrow.tableFromArrays({ a: Int32Array.from({ length: 5000 }) }),
      kind,
    );
    const message = await refusalOf('a.arrow', bytes.subarray(0, bytes.length / 2));
    expect(message).toContain('is not an Arrow file that can be read');
  });

  test('when a workbook is cut off', async () => {
    const bytes = await readFile(join(import.meta.dirname, 'fixtures/excel/two-sheets.xlsx'));
    expect(await refusalOf('a.xlsx', bytes.subarray(0, 2000))).toContain(
      'The workbook `/a.xlsx` cannot be read',
    );
  });
});
