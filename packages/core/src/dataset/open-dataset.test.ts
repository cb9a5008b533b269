import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDuckDB, sqlText } from '../duckdb.ts';
import { openDataset } from './open-dataset.ts';

let folder: string;
let tempFolder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-dataset-test-'));
  tempFolder = join(folder, 'temporary');
  await mkdir(tempFolder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes a file, opens it as a dataset, and gives what a run would see of it. */
async function read(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return readPath(path);
}

async function readPath(path: string) {
  const dataset = await openDataset(path, { tempFolder });
  try {
    const names = dataset.columns.map((column) => `"${column.name.replaceAll('"', '""')}"`);
    const reader = await dataset.database.connection.runAndReadAll(
      `SELECT ${names.join(', ')} FROM ${dataset.relation} ORDER BY sluice_ordinal`,
    );
    const { format, columns, rows, remarks } = dataset;
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    return { format, types, rows, remarks, cells: reader.getRowsJson() };
  } finally {
    await dataset.close();
  }
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

const text = 'id;Straße\n00123;Köln "Süd"\n';
const cells = [['00123', 'Köln "Süd"']];

describe('openDataset', () => {
  test.each([
    ['UTF-8', Buffer.from(text), []],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), []],
    [
      'UTF-16 LE with a byte order mark',
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      ['read as utf-16le'],
    ],
    ['UTF-16 BE with a byte order mark', utf16be(`\ufeff${text}`), ['read as utf-16be']],
    ['UTF-16 LE without one', Buffer.from(text, 'utf16le'), ['read as utf-16le']],
    ['UTF-16 BE without one', utf16be(text), ['read as utf-16be']],
    ['Windows-1252', Buffer.from(text, 'latin1'), ['read as windows-1252']],
  ])('reads %s', async (_, bytes, remarks) => {
    const dataset = await read('a.csv', bytes);
    expect(dataset).toMatchObject({ format: 'csv', rows: 1, remarks, cells });
    expect(dataset.types).toEqual({ id: 'VARCHAR', Straße: 'VARCHAR' });
  });

  test('reads the curly quotes and the euro sign of Windows-1252', async () => {
    const bytes = Buffer.from([0x61, 0x0a, 0x80, 0x93, 0x78, 0x94, 0x0a]);
    expect((await read('a.csv', bytes)).cells).toEqual([['€“x”']]);
  });

  test.each([
    ['commas', 'a,b\n1;2,3\n', [['1;2', '3']]],
    [
      'semicolons, with commas in the cells',
      'a;b, c\n1,5;2,5\n3,5;4\n',
      [
        ['1,5', '2,5'],
        ['3,5', '4'],
      ],
    ],
    ['tabs', 'a\tb\n1\t2\n', [['1', '2']]],
    ['bars', 'a|b\n1|2\n', [['1', '2']]],
    [
      'commas, with semicolons within quotes',
      'a,b\n"1;2;3",4\n"5;6;7",8\n',
      [
        ['1;2;3', '4'],
        ['5;6;7', '8'],
      ],
    ],
    ['nothing, in one column', 'name\nAcme, Inc.\n"Foo; Bar"\n', [['Acme, Inc.'], ['Foo; Bar']]],
  ])('finds cells parted by %s', async (_, content, expected) => {
    expect((await read('a.csv', content)).cells).toEqual(expected);
  });

  test('parts a .tsv at tabs, though commas would fit too', async () => {
    expect((await read('a.tsv', 'a,b\tc,d\n1,2\t3,4\n')).types).toEqual({
      'a,b': 'VARCHAR',
      'c,d': 'VARCHAR',
    });
  });

  test('says how many blank lines it skipped', async () => {
    const dataset = await read('a.csv', 'a,b\n\n1,2\n\n');
    expect(dataset).toMatchObject({ rows: 1, remarks: ['2 blank lines skipped'] });
  });

  test.each([
    ['an array', 'a.json', '[{"a": "x"},\n {"a": "y"}]'],
    ['one object a line', 'a.jsonl', '{"a": "x"}\n\n{"a": "y"}\r\n'],
    ['one object a line, named .json', 'a.json', '{"a": "x"}\n{"a": "y"}'],
    ['an array without an extension', 'a', ' \n[{"a": "x"}, {"a": "y"}]'],
    ['CSV without an extension', 'list', 'a\nx\ny\n'],
    ['CSV in a .txt', 'a.txt', 'a\nx\ny\n'],
  ])('reads %s', async (_, name, content) => {
    expect((await read(name, content)).cells).toEqual([['x'], ['y']]);
  });

  test('keeps the types of JSON where a whole column has them', async () => {
    const records: object[] = [
      {
        text: '00123',
        whole: 1,
        number: 1,
        flag: true,
        nested: { b: [1, null] },
        mixed: 1,
        constructor: 'a',
      },
      {
        text: null,
        whole: -2,
        number: 1.5,
        flag: false,
        nested: [],
        mixed: 'x',
        late: 'only here',
      },
    ];
    const dataset = await read('a.json', JSON.stringify(records));
    expect(dataset.types).toEqual({
      text: 'VARCHAR',
      whole: 'BIGINT',
      number: 'DOUBLE',
      flag: 'BOOLEAN',
      nested: 'JSON',
      mixed: 'VARCHAR',
      constructor: 'VARCHAR',
      late: 'VARCHAR',
    });
    expect(dataset.cells).toEqual([
      ['00123', '1', 1, true, '{"b":[1,null]}', '1', 'a', null],
      [null, '-2', 1.5, false, '[]', 'x', null, 'only here'],
    ]);
  });

  test('keeps every digit of a number too long for JavaScript, as text', async () => {
    const dataset = await read('a.jsonl', '{"id": 12345678901234567891}\n{"id": 7}\n');
    expect(dataset).toMatchObject({
      types: { id: 'VARCHAR' },
      cells: [['12345678901234567891'], ['7']],
    });
  });

  test('reads what JSON.stringify writes, however it is indented and cut into pieces', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('"', '\\', '{', ']', ',', '\n') }),
    );
    const rows = fc.array(fc.record({ a: value.filter(hasNoNul), b: fc.array(value) }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(0, 2), async (records, indent) => {
        const dataset = await read('a.json', JSON.stringify(records, null, indent));
        expect(dataset.cells).toEqual(records.map(({ a, b }) => [a, JSON.stringify(b)]));
      }),
      { numRuns: 20 },
    );
  });

  test('reads Parquet in its own types, in its order, from a path full of wildcards', async () => {
    const path = join(folder, 'a[1]*?.parquet');
    const database = await openDuckDB();
    await database.run(
      `COPY (SELECT i::INTEGER AS n, 'x' || i AS "a b", [i] AS list FROM range(5000) AS r(i))
       TO ${sqlText(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
    );
    database.close();
    const dataset = await readPath(path);
    expect(dataset.types).toEqual({ n: 'INTEGER', 'a b': 'VARCHAR', list: 'BIGINT[]' });
    expect(dataset.cells).toEqual(
      Array.from({ length: 5000 }, (_, i) => [i, `x${i}`, [String(i)]]),
    );
  });

  test.each(['file', 'stream'] as const)('reads an Arrow %s', async (kind) => {
    const dataset = await read('a.arrow', arrow.tableToIPC(arrowTable(), kind));
    expect(dataset.types).toEqual(arrowTypes);
    expect(dataset.cells).toEqual([
      [
        'x',
        'red',
        '9007199254740993',
        1.5,
        true,
        '2024-02-29',
        '2024-02-29 12:00:00.123',
        '-0.05',
        '[1,2]',
      ],
      Array(9).fill(null),
    ]);
  });

  test('leaves Arrow times empty that no calendar has, and refuses what cannot be read', async () => {
    const readTimes = (...seconds: bigint[]) => {
      const type = new arrow.TimestampSecond();
      const data = arrow.makeData({ type, data: BigInt64Array.from(seconds) });
      const table = new arrow.Table({ time: arrow.makeVector(data) });
      return read('a.arrow', arrow.tableToIPC(table, 'file'));
    };
    const dataset = await readTimes(10n ** 12n, -(10n ** 12n), 10n ** 15n, 0n);
    expect(dataset.cells.flat()).toEqual([null, null, null, '1970-01-01 00:00:00']);
    await expect(readTimes(2n ** 63n - 1n)).rejects.toThrow(
      /`\S+a\.arrow` is not an Arrow file that/,
    );
  });
});

describe('an opened dataset', () => {
  test('has the SHA-256 and the size of its file, and where each row starts', async () => {
    const content = 'id,note\n1,"two\nlines"\n2,x\n';
    await writeFile(join(folder, 'a.csv'), content);
    const dataset = await openDataset(join(folder, 'a.csv'), { tempFolder });
    const lines = await dataset.database.rows(
      `SELECT sluice_ordinal::INTEGER AS ordinal, sluice_line AS line FROM ${dataset.relation} ORDER BY 1`,
    );
    await dataset.close();
    expect(dataset).toMatchObject({
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: Buffer.byteLength(content),
    });
    expect(lines).toEqual([
      { ordinal: 0, line: 2 },
      { ordinal: 1, line: 4 },
    ]);
  });

  test('leaves nothing behind when it is closed, and never touches its file', async () => {
    const before = 'a\n1\n';
    await read('a.csv', before);
    expect(await readdir(tempFolder)).toEqual([]);
    expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe(before);
  });
});

const arrowTypes = {
  text: 'VARCHAR',
  colour: 'VARCHAR',
  big: 'BIGINT',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
  day: 'DATE',
  time: 'TIMESTAMP',
  money: 'DECIMAL(10, 2)',
  list: 'JSON',
};

function arrowTable(): arrow.Table {
  const noon = Date.UTC(2024, 1, 29, 12, 0, 0, 123);
  const list = new arrow.List(new arrow.Field('item', new arrow.Int64()));
  const minusFive = Uint32Array.of(-5, -1, -1, -1);
  const colour = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32());
  return new arrow.Table({
    text: arrow.vectorFromArray(['x', null], new arrow.Utf8()),
    colour: arrow.vectorFromArray(['red', null], colour),
    big: arrow.vectorFromArray([2n ** 53n + 1n, null], new arrow.Int64()),
    number: arrow.vectorFromArray([1.5, null], new arrow.Float64()),
    flag: arrow.vectorFromArray([true, null], new arrow.Bool()),
    day: arrow.vectorFromArray([new Date(noon), null], new arrow.DateDay()),
    time: arrow.vectorFromArray([new Date(noon), null], new arrow.TimestampMicrosecond()),
    money: arrow.vectorFromArray([minusFive, null], new arrow.Decimal(2, 10, 128)),
    list: arrow.vectorFromArray([[1n, 2n], null], list),
  });
}

function hasNoNul(value: string): boolean {
  return !value.includes('\0');
}
