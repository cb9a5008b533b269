import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckDB } from '../duckdb.ts';
import type { ResultEntry } from '../model/ledger-entry.ts';
import { ledgerContract, type OpenedLedger } from '../testing/ledger-contract.ts';
import { sampleAttempt, sampleRecord, sampleResult } from '../testing/ledger-entries.ts';
import type { BaseLedger, FileLedgerOptions } from './file-ledger.ts';
import { openFileLedger } from './open-file-ledger.ts';
import { sealedPath } from './segment-files.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-ledger-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Writes an earlier run's ledger; a single sealed segment has the same columns. */
async function writeBase(
  results: readonly ResultEntry[],
  runId = 'earlier-run',
): Promise<BaseLedger> {
  const folder = join(root, runId);
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  await ledger.append(results);
  await ledger.seal();
  await ledger.close();
  return { file: sealedPath(folder, 1), runId };
}

/** What the contract needs; `sealResults` decides where the entries lie when they are looked up. */
async function openContract(
  base: readonly ResultEntry[],
  options: Partial<FileLedgerOptions>,
): Promise<OpenedLedger> {
  const open = async (over?: BaseLedger) =>
    openFileLedger({
      folder: join(root, 'shard'),
      commitIntervalMs: 1,
      ...options,
      ...(over && { bases: [over] }),
    });
  const over = base.length === 0 ? undefined : await writeBase(base);
  let ledger = await open(over);
  return {
    ledger,
    async reopen() {
      await ledger.close();
      ledger = await open(over);
      return ledger;
    },
    close: () => ledger.close(),
  };
}

ledgerContract('the file ledger with its entries in the journal', (base) => openContract(base, {}));
ledgerContract('the file ledger that seals every result', (base) =>
  openContract(base, { sealResults: 1 }),
);

test('seals full journals while appending, and keeps the rest in the journal', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, sealResults: 10 });
  for (let ordinal = 0; ordinal < 35; ordinal += 1) await ledger.append([sampleResult(ordinal)]);
  await expect.poll(() => ledger.stats().seals).toBe(3);
  expect((await readdir(root)).sort()).toEqual([
    'journal-000004.ndjson',
    'sealed-000001.parquet',
    'sealed-000001.parquet.crc32',
    'sealed-000002.parquet',
    'sealed-000002.parquet.crc32',
    'sealed-000003.parquet',
    'sealed-000003.parquet.crc32',
  ]);
  expect(ledger.stats()).toMatchObject({ results: 35, records: 0, seals: 3 });
  await ledger.close();
});

test('seals by size too', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, sealBytes: 2000 });
  await ledger.append([sampleResult(1, { value: 'x'.repeat(2000) }), sampleResult(2)]);
  await ledger.close();
  const names = await readdir(root);
  expect(names).toContain('journal-000002.ndjson');
});

test('continues the journal it finds', async () => {
  for (const ordinal of [1, 2, 3]) {
    const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
    await ledger.append([sampleResult(ordinal)]);
    await ledger.close();
  }
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  const hits = await ledger.lookup([1, 2, 3].map((at) => sampleResult(at).fingerprint));
  expect(hits.map((hit) => hit?.result)).toEqual([1, 2, 3].map((at) => sampleResult(at)));
  expect(await readdir(root)).toEqual(['journal-000001.ndjson']);
  await ledger.close();
});

test('seals lines of any length, also those from before a restart', async () => {
  // 0.8 MB to 3.2 MB: lines that lie across two reads of the journal, and lines longer than a read.
  const results = [1, 2, 3, 4].map((at) => sampleResult(at, { value: 'é'.repeat(at * 400_000) }));
  const first = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await first.append(results);
  await first.close();
  const second = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await second.append([sampleResult(5)]);
  await second.seal();
  const hits = await second.lookup([1, 2, 3, 4, 5].map((at) => sampleResult(at).fingerprint));
  await second.close();
  expect((await readdir(root)).sort()).toEqual([
    'sealed-000001.parquet',
    'sealed-000001.parquet.crc32',
  ]);
  expect(hits.map((hit) => hit?.result)).toEqual([...results, sampleResult(5)]);
});

/** The entries of a sealed file, in its own order. */
async function sealedEntries(number: number) {
  const database = await openDuckDB(':memory:', { threads: 1, keepsOrder: true });
  const rows = await database.rows(
    `SELECT seq::INTEGER AS seq, kind FROM '${sealedPath(root, number)}'`,
  );
  database.close();
  return rows;
}

test('sealing drops attempts that a result follows, and no others', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await ledger.append([
    sampleAttempt(1),
    sampleResult(1),
    sampleAttempt(1),
    sampleAttempt(2),
    sampleRecord(1),
  ]);
  await ledger.seal();
  await ledger.close();
  expect(await sealedEntries(1)).toEqual([
    { seq: 1, kind: 'result' },
    { seq: 2, kind: 'attempt' },
    { seq: 3, kind: 'attempt' },
    { seq: 4, kind: 'record' },
  ]);
});

test('so it does with attempts from before a restart', async () => {
  const first = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await first.append([sampleAttempt(1), sampleAttempt(2)]);
  await first.close();
  const second = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await second.append([sampleResult(1)]);
  await second.seal();
  await second.close();
  expect(await sealedEntries(1)).toEqual([
    { seq: 1, kind: 'attempt' },
    { seq: 2, kind: 'result' },
  ]);
});

test('appends wait for the sealing, so that opening again has little to read', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, sealResults: 4 });
  for (let at = 1; at <= 60; at += 1) {
    await ledger.append([sampleResult(at)]);
    const journals = (await readdir(root)).filter((name) => name.startsWith('journal-'));
    // Two wait, one is being sealed, one is deleted and one is written.
    expect(journals.length).toBeLessThanOrEqual(5);
  }
  await ledger.close();
});

test('finds results where sealing has moved them', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  const ordinals = [1, 2, 3, 4];
  for (const at of ordinals) await ledger.append([sampleAttempt(at), sampleResult(at)]);
  const lookup = () => ledger.lookup(ordinals.map((at) => sampleResult(at).fingerprint));
  const before = await lookup();
  await ledger.seal();
  expect((await readdir(root)).sort()).toEqual([
    'sealed-000001.parquet',
    'sealed-000001.parquet.crc32',
  ]);
  expect(await lookup()).toEqual(before);
  expect(before.map((hit) => hit?.result)).toEqual(ordinals.map((at) => sampleResult(at)));
  await ledger.close();
});

test('attempts that ended count no more after sealing either', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await ledger.append([sampleAttempt(1), sampleAttempt(1, { alone: true })]);
  await ledger.seal();
  await ledger.append([sampleAttempt(1, { alone: true, phase: 'ended' })]);
  await ledger.seal();
  await ledger.close();
  const again = await openFileLedger({ folder: root });
  expect(await again.lookup([sampleResult(1).fingerprint])).toEqual([
    { result: null, isInherited: false, attempts: 1, attemptsAlone: 0 },
  ]);
  await again.close();
});

test('counts attempts across seals and restarts', async () => {
  for (let start = 0; start < 3; start += 1) {
    const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
    await ledger.append([sampleAttempt(1, { alone: start === 2 })]);
    await ledger.seal();
    await ledger.close();
  }
  const ledger = await openFileLedger({ folder: root });
  expect(await ledger.lookup([sampleResult(1).fingerprint])).toEqual([
    { result: null, isInherited: false, attempts: 3, attemptsAlone: 1 },
  ]);
  await ledger.close();
});

test('keeps the newest of results in several segments', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  for (const value of ['first', 'second']) {
    await ledger.append([sampleResult(1, { value })]);
    await ledger.seal();
  }
  const { fingerprint } = sampleResult(1);
  expect((await ledger.lookup([fingerprint]))[0]?.result?.value).toBe('second');
  await ledger.close();
  const again = await openFileLedger({ folder: root });
  expect((await again.lookup([fingerprint]))[0]?.result?.value).toBe('second');
  await again.close();
});

test("takes over only what the base's filter lets through", async () => {
  const base = await writeBase([sampleResult(1), sampleResult(2)]);
  const filterSql = `shard_key = 'site-2.example'`;
  const ledger = await openFileLedger({
    folder: join(root, 'shard'),
    bases: [{ ...base, filterSql }],
  });
  const hits = await ledger.lookup([1, 2].map((at) => sampleResult(at).fingerprint));
  expect(hits.map((hit) => hit?.result?.ordinal)).toEqual([undefined, 2]);
  expect(hits[1]?.result?.fromRun).toBe('earlier-run');
  await ledger.close();
});

test('takes over from the run that counts most what several earlier ones have', async () => {
  const oldest = await writeBase(
    [1, 2, 3].map((at) => sampleResult(at)),
    'oldest',
  );
  const newest = await writeBase([sampleResult(2, { value: 'newer' })], 'newest');
  const folder = join(root, 'shard');
  const ledger = await openFileLedger({ folder, bases: [newest, oldest], commitIntervalMs: 1 });
  await ledger.append([sampleResult(3, { value: 'own' })]);
  const hits = await ledger.lookup([1, 2, 3].map((at) => sampleResult(at).fingerprint));
  expect(hits.map((hit) => [hit?.result?.fromRun, hit?.isInherited])).toEqual([
    ['oldest', true],
    ['newest', true],
    [null, false],
  ]);
  expect(hits.slice(1).map((hit) => hit?.result?.value)).toEqual(['newer', 'own']);
  await ledger.close();
});

test.each([1, 3, 1000])('tells how records ended, sealed every %i results', async (sealResults) => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, sealResults });
  for (let ordinal = 0; ordinal < 10; ordinal += 1) {
    const isFailed = ordinal % 2 === 1;
    await ledger.append([
      sampleResult(ordinal),
      sampleRecord(ordinal, isFailed ? { status: 'failed', reason: 'timeout' } : {}),
    ]);
  }
  await ledger.append([
    sampleRecord(3),
    sampleRecord(4, { status: 'skipped', reason: 'no_website' }),
  ]);
  await ledger.close();
  const reopened = await openFileLedger({ folder: root });
  const settled = reopened.settledOrdinals();
  await reopened.close();
  expect(ledger.settledOrdinals()).toEqual(settled);
  expect(settled.ordinals.size).toBe(10);
  expect(settled.counts).toEqual({ complete: 5, partial: 0, skipped: 1, failed: 4 });
  expect(settled.reasons.toSorted((a, b) => a.count - b.count)).toEqual([
    { status: 'skipped', reason: 'no_website', count: 1 },
    { status: 'failed', reason: 'timeout', count: 4 },
    { status: 'complete', reason: null, count: 5 },
  ]);
});

test('counts records as open again by their newest status', async () => {
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  const failed = { status: 'failed', reason: 'timeout' } as const;
  await ledger.append([sampleRecord(1, failed), sampleRecord(2, failed), sampleRecord(3)]);
  await ledger.seal();
  await ledger.append([sampleRecord(2), sampleRecord(4, { status: 'partial' })]);
  await ledger.close();
  const reopened = await openFileLedger({ folder: root });
  const { ordinals, counts } = reopened.settledOrdinals({ reopen: ['failed', 'partial'] });
  await reopened.close();
  expect([1, 2, 3, 4].map((ordinal) => ordinals.has(ordinal))).toEqual([false, true, true, false]);
  expect(counts).toEqual({ complete: 2, partial: 0, skipped: 0, failed: 0 });
});

test('refuses what comes after closing', async () => {
  const ledger = await openFileLedger({ folder: root });
  await ledger.close();
  await expect(ledger.append([sampleResult(1)])).rejects.toThrow('is closed');
  await expect(ledger.close()).resolves.toBeUndefined();
});
