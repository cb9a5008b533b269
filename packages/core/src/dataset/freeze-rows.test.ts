import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDuckDB, sqlText } from '../duckdb.ts';
import type { Dataset } from './dataset.ts';
import { type FreezeOptions, freezeRows, type FrozenRows } from './freeze-rows.ts';
import { openDataset } from './open-dataset.ts';

let folder: string;
let rowsFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-freeze-'));
  await mkdir(join(folder, 'run'));
  rowsFile = join(folder, 'run', 'rows.parquet');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface FrozenRow {
  readonly sluice_key: string;
  readonly sluice_shard_key: string;
  readonly sluice_shard: number;
  readonly website: string;
  readonly page: string;
}

async function withDataset<T>(content: string, use: (dataset: Dataset) => Promise<T>): Promise<T> {
  const path = join(folder, 'a.csv');
  await writeFile(path, content);
  const dataset = await openDataset(path);
  try {
    return await use(dataset);
  } finally {
    await dataset.close();
  }
}

async function freeze(content: string, options: Partial<FreezeOptions> = {}): Promise<FrozenRows> {
  return withDataset(content, (dataset) => freezeRows(dataset, { ...defaults(), ...options }));
}

function defaults(): FreezeOptions {
  return {
    rowsFile,
    key: { kind: 'content', column: null },
    inputNames: ['website', 'country'],
    inputs: { website: 'website' },
    shardKey: ({ website }) => website?.split('/')[0] ?? null,
    shardCount: 1,
  };
}

async function query<Row = FrozenRow>(
  sql = 'SELECT * FROM rows ORDER BY sluice_ordinal',
): Promise<Row[]> {
  const database = await openDuckDB();
  await database.run(
    `CREATE VIEW rows AS SELECT * FROM read_parquet(${sqlText(rowsFile)}, file_row_number = true)`,
  );
  const rows = await database.rows<Row>(sql);
  database.close();
  return rows;
}

/** 3,000 rows: half of them on one site, the rest on 750 sites of two rows each. */
function manySites(): string {
  const rows = Array.from({ length: 3000 }, (_, i) => {
    return i % 2 === 0 ? `big.example/${i % 500},${i}` : `site${i % 1500}.example/,${i}`;
  });
  return `website,page\n${rows.join('\n')}\n`;
}

describe('freezeRows', () => {
  test('writes key, shard key and shard, then the columns as they were, in order', async () => {
    const content = 'No.,website, note\n007,a.example/x, \n008,,"b\n"\n';
    const key = { kind: 'column', column: 'No.' } as const;
    expect(await freeze(content, { key })).toEqual({ shardRows: [2] });
    expect(await query('SELECT * EXCLUDE file_row_number FROM rows')).toEqual([
      {
        sluice_ordinal: 0n,
        sluice_key: '007',
        sluice_shard_key: 'a.example',
        sluice_shard: 1,
        'No.': '007',
        website: 'a.example/x',
        ' note': ' ',
      },
      {
        sluice_ordinal: 1n,
        sluice_key: '008',
        sluice_shard_key: '008',
        sluice_shard: 1,
        'No.': '008',
        website: null,
        ' note': 'b\n',
      },
    ]);
  });

  test('is sorted by ordinal, in groups that a range of ordinals can skip', async () => {
    const rows = Array.from({ length: 25_000 }, (_, i) => `site.example/${i},${i}`);
    await freeze(`website,page\n${rows.join('\n')}\n`, { shardCount: 3 });
    const [sorted] = await query(
      'SELECT bool_and(sluice_ordinal = file_row_number) AS ok FROM rows',
    );
    const [groups] = await query(
      `SELECT count(DISTINCT row_group_id)::INTEGER AS groups FROM parquet_metadata(${sqlText(rowsFile)})`,
    );
    expect([sorted, groups]).toEqual([{ ok: true }, { groups: 3 }]);
  });

  test('gives equal rows keys of their own, and each the same key however rows around it change', async () => {
    await freeze('website,page\na,1\nb,\na,1\na,1\n');
    const before = (await query()).map((row) => row.sluice_key);
    await freeze('website,page\nc,9\na,1\nb,\na,1\n,b\n');
    const after = (await query()).map((row) => row.sluice_key);
    expect(new Set(before).size).toBe(4);
    expect(before[2]).toBe(`${before[0]}-2`);
    expect(before[3]).toBe(`${before[0]}-3`);
    expect(after.slice(1, 4)).toEqual([before[0], before[1], before[2]]);
    expect(before).not.toContain(after[4]);
  });

  test.each([
    [2_000, 5],
    [250, 6_000],
  ])('holds %d columns of %d rows', async (columns, count) => {
    const names = Array.from({ length: columns - 1 }, (_, at) => `column ${at}`);
    const lines = Array.from({ length: count }, (_, row) =>
      [`site${row}.example`, ...names.map((_name, at) => `value ${(at * row) % 977}`)].join(','),
    );
    const header = ['website', ...names].join(',');
    expect(await freeze(`${header}\n${lines.join('\n')}\n`)).toEqual({ shardRows: [count] });
    const [found] = await query<{ rows: number; last: string }>(
      `SELECT count(*)::INTEGER AS rows, arg_max("column ${columns - 2}", sluice_ordinal) AS last FROM rows`,
    );
    const last = `value ${((columns - 2) * (count - 1)) % 977}`;
    expect(found).toEqual({ rows: count, last });
  });

  test('holds cells of 60 kB in many rows', async () => {
    const lines = Array.from(
      { length: 2_000 },
      (_, row) => `a.example,${`${row} `.repeat(12_000)}`,
    );
    expect(await freeze(`website,page\n${lines.join('\n')}\n`)).toEqual({ shardRows: [2_000] });
  });

  test('takes the key for the shard key where the recipe has none, without leaving SQL', async () => {
    const key = { kind: 'column', column: 'page' } as const;
    await freeze('website,page\na,1\na,2\n', { key, shardKey: null });
    expect((await query()).map((row) => row.sluice_shard_key)).toEqual(['1', '2']);
  });

  test('hands the recipe its inputs as a stage would see them', async () => {
    const seen: unknown[] = [];
    const shardKey: FreezeOptions['shardKey'] = (values) => {
      seen.push(values);
      return null;
    };
    await freeze('page,website\n1, a.example \n2, \n', { shardKey });
    expect(seen).toEqual([
      { website: 'a.example', country: null },
      { website: null, country: null },
    ]);
  });

  test('puts every row into one shard, and rows of a light shard key together', async () => {
    const { shardRows } = await freeze(manySites(), { shardCount: 7 });
    const rows = await query();
    const counted = shardRows.map(
      (_, at) => rows.filter((row) => row.sluice_shard === at + 1).length,
    );
    expect(counted).toEqual(shardRows);
    expect(shardRows.reduce((sum, count) => sum + count)).toBe(3000);
    const torn = await query<{ sluice_shard_key: string }>(
      'SELECT sluice_shard_key FROM rows GROUP BY ALL HAVING count(DISTINCT sluice_shard) > 1',
    );
    expect(torn).toEqual([{ sluice_shard_key: 'big.example' }]);
  });

  test('splits a key that no shard can hold evenly, and keeps equal inputs together', async () => {
    const { shardRows } = await freeze(manySites(), { shardCount: 7 });
    const torn = await query(
      'SELECT website FROM rows GROUP BY website HAVING count(DISTINCT sluice_shard) > 1',
    );
    expect(torn).toEqual([]);
    const fairShare = 3000 / 7;
    expect(Math.max(...shardRows)).toBeLessThan(fairShare * 1.25);
    expect(Math.min(...shardRows)).toBeGreaterThan(fairShare * 0.75);
  });

  test('keeps the types and the order of a Parquet file of many row groups', async () => {
    const path = join(folder, 'a.parquet');
    const database = await openDuckDB();
    await database.run(
      `COPY (SELECT i::SMALLINT AS id, [i, i] AS list, {x: 'é'} AS nested FROM range(9000) AS r(i))
       TO ${sqlText(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
    );
    database.close();
    const dataset = await openDataset(path);
    const key = { kind: 'id', column: 'id' } as const;
    const options = { rowsFile, key, inputNames: [], inputs: {}, shardKey: null, shardCount: 3 };
    await freezeRows(dataset, options);
    await dataset.close();
    const [kept] = await query(
      `SELECT count(*)::INTEGER AS rows, typeof(any_value(id)) AS id, typeof(any_value(list)) AS list,
         typeof(any_value(nested)) AS nested, bool_and(sluice_ordinal = id AND list[2] = id) AS same
       FROM rows WHERE file_row_number = sluice_ordinal`,
    );
    expect(kept).toEqual({
      rows: 9000,
      id: 'SMALLINT',
      list: 'BIGINT[]',
      nested: 'STRUCT(x VARCHAR)',
      same: true,
    });
  });

  test('gives the same assignment every time', async () => {
    await freeze(manySites(), { shardCount: 5 });
    const first = await query();
    await freeze(manySites(), { shardCount: 5 });
    expect(await query()).toEqual(first);
  });

  test('passes on what the recipe threw, and leaves no file', async () => {
    const bug = new TypeError('no such site');
    const shardKey: FreezeOptions['shardKey'] = () => {
      throw bug;
    };
    await expect(freeze('website,page\na,1\n', { shardKey })).rejects.toBe(bug);
    expect(await readdir(join(folder, 'run'))).toEqual([]);
  });

  test('keeps the rows that were there when it cannot write new ones', async () => {
    await freeze('website,page\na,1\n');
    await expect(freeze('website,page\nb,2\n', { shardCount: 5000 })).rejects.toThrow('`5000`');
    expect(await query()).toMatchObject([{ website: 'a' }]);
    await expect(access(`${rowsFile}.${process.pid}.tmp`)).rejects.toThrow('ENOENT');
  });
});

test('a file that is changed while it is read is refused, and leaves nothing', async () => {
  const content = 'website\nhttps://a.example/\n';
  const path = join(folder, 'a.csv');
  const freezing = (edit: () => Promise<void>) =>
    withDataset(content, async (dataset) => {
      await edit();
      return freezeRows(dataset, defaults());
    });
  // Saved again with the same content, as an editor does: under a new name, then renamed.
  const saved = freezing(async () => {
    await writeFile(`${path}.new`, content);
    await rename(`${path}.new`, path);
  });
  expect((await saved).shardRows).toEqual([1]);
  await rm(rowsFile);

  const edited = freezing(() => writeFile(path, content.replace('a.example', 'b.example')));
  await expect(edited).rejects.toThrow(/`\S+a\.csv` was changed while it was read/);
  const removed = freezing(() => rm(path));
  await expect(removed).rejects.toThrow(/`\S+a\.csv` does not exist/);
  expect(await readdir(join(folder, 'run'))).toEqual([]);
});
