import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckDB, type Database } from '../duckdb.ts';
import { sampleAttempt, sampleRecord, sampleResult } from '../testing/ledger-entries.ts';
import { openFileLedger } from './open-file-ledger.ts';
import { startChild } from './children/child-process.ts';
import { readLedger } from './read-ledger.ts';
import { journalPath } from './segment-files.ts';
import { segmentColumns } from './segment-schema.ts';

let root: string;
let database: Database;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-read-'));
  database = await openDuckDB();
});

afterEach(async () => {
  database.close();
  await rm(root, { recursive: true, force: true });
});

test('may leave out entries of other kinds', async () => {
  const ledger = await openFileLedger({ folder: join(root, 'shard'), commitIntervalMs: 1 });
  const records = () =>
    readLedger(
      join(root, 'shard'),
      (relation) =>
        database.rows<{ ordinal: number }>(
          `SELECT ordinal::DOUBLE AS ordinal FROM ${relation} WHERE kind = 'record' ORDER BY 1`,
        ),
      ['record'],
    );
  await ledger.append([sampleResult(1), sampleAttempt(2)]);
  expect(await records()).toEqual([]);
  await ledger.append([sampleRecord(1), sampleResult(2, { value: '"kind":"record"' })]);
  await ledger.append([sampleRecord(2)]);
  expect(await records()).toEqual([{ ordinal: 1 }, { ordinal: 2 }]);
  await ledger.close();
});

test('has the columns of a segment, whatever there is to read', async () => {
  const ledger = await openFileLedger({ folder: join(root, 'shard'), commitIntervalMs: 1 });
  const describe = (folders: string[]) =>
    readLedger(folders, (relation) =>
      database.rows<{ column_name: string; column_type: string }>(`DESCRIBE FROM ${relation}`),
    );
  const expected = Object.entries(segmentColumns);
  const found = [await describe([join(root, 'missing')])];
  await ledger.append([sampleResult(1), sampleAttempt(2), sampleRecord(1)]);
  found.push(await describe([join(root, 'shard')]));
  await ledger.seal();
  found.push(await describe([join(root, 'shard'), join(root, 'missing')]));
  await ledger.close();
  for (const columns of found) {
    expect(columns.map((column) => [column.column_name, column.column_type])).toEqual(expected);
  }
});

test('reads journals and sealed files of several shards alike', async () => {
  const folders = [join(root, 'a'), join(root, 'b')];
  for (const [shard, folder] of folders.entries()) {
    const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
    await ledger.append([sampleResult(shard, { value: { a: ['"', null] } })]);
    await ledger.seal();
    await ledger.append([sampleResult(shard + 10, { value: { a: ['"', null] } })]);
    await ledger.close();
  }
  const rows = await readLedger(folders, (relation) =>
    database.rows(`SELECT ordinal::INTEGER AS ordinal, value, lower(hex(fingerprint)) AS fingerprint,
      shard_key, meta FROM ${relation} ORDER BY ordinal`),
  );
  expect(rows).toEqual(
    [0, 1, 10, 11].map((ordinal) => ({
      ordinal,
      value: '{"a":["\\"",null]}',
      fingerprint: sampleResult(ordinal).fingerprint,
      shard_key: `site-${ordinal}.example`,
      meta: '{"ms":12}',
    })),
  );
});

test('counts a journal that is sealed but not deleted once', async () => {
  const folder = join(root, 'shard');
  const journal = journalPath(folder, 1);
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  await ledger.append([sampleResult(1), sampleResult(2)]);
  const copy = await readFile(journal);
  await ledger.seal();
  await writeFile(journal, copy);
  const rows = await readLedger(folder, (relation) =>
    database.rows(`SELECT ordinal::INTEGER AS ordinal FROM ${relation} ORDER BY seq`),
  );
  expect(rows).toEqual([{ ordinal: 1 }, { ordinal: 2 }]);
  await ledger.close();
});

test('passes over a line that is being written, cut within a character', async () => {
  const folder = join(root, 'shard');
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  await ledger.append([sampleResult(1)]);
  await appendFile(journalPath(folder, 1), Buffer.from('12345678\t{"detail":"é').subarray(0, -1));
  const read = () =>
    readLedger(folder, (relation) =>
      database.rows(`SELECT ordinal::INTEGER AS ordinal FROM ${relation}`),
    );
  expect(await read()).toEqual([{ ordinal: 1 }]);
  await ledger.close();
});

test('reads a run while another process writes and seals it', async () => {
  const records = 400;
  const child = startChild('append-records', [root, String(records), '300', '10']);
  let acknowledged = 0;
  for await (const line of child.lines) {
    if (line === 'done') break;
    acknowledged += 1;
    if (acknowledged % 50 !== 0) continue;
    const [counts] = await readLedger(root, (relation) =>
      database.rows<{ all: number; once: number }>(`
        SELECT count(*)::INTEGER AS "all", count(DISTINCT ordinal)::INTEGER AS once
        FROM ${relation} WHERE kind = 'record'`),
    );
    expect(counts?.all).toBeGreaterThanOrEqual(acknowledged);
    expect(counts?.once).toBe(counts?.all);
  }
  expect((await child.ended()).errors).toBe('');
  expect(acknowledged).toBe(records);
});

test('leaves nothing behind, also when the query fails', async () => {
  const before = await readdir(tmpdir());
  const failing = readLedger(root, () => Promise.reject(new Error('a query that fails')));
  await expect(failing).rejects.toThrow('a query that fails');
  const left = (await readdir(tmpdir())).filter((name) => !before.includes(name));
  expect(left.filter((name) => name.startsWith('sluice-snapshot-'))).toEqual([]);
});
