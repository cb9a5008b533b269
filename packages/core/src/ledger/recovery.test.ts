import { appendFile, copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckDB } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import { sampleRecord, sampleResult } from '../testing/ledger-entries.ts';
import { openFileLedger } from './open-file-ledger.ts';
import { FingerprintIndex } from './fingerprint-index.ts';
import { SettledTally } from './settled-tally.ts';
import { recoverJournal } from './recover-journal.ts';
import { journalPath, quarantinePath, sealedPath } from './segment-files.ts';

let folder: string;
let journal: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-recovery-'));
  journal = journalPath(folder, 1);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function append(...ordinals: number[]): Promise<void> {
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  for (const ordinal of ordinals) {
    await ledger.append([sampleResult(ordinal, { value: `Zürich ${ordinal} 😀` })]);
  }
  await ledger.close();
}

/** Opens and closes the ledger. Returns what it repaired, and which of these ordinals it knows. */
async function recover(...ordinals: number[]) {
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  const hits = await ledger.lookup(ordinals.map((at) => sampleResult(at).fingerprint));
  const known = ordinals.filter((_, at) => hits[at]?.result);
  await ledger.close();
  return { ...ledger.recovery, known };
}

test('a last line torn at any byte is dropped, and the journal goes on after the one before', async () => {
  await append(1, 2);
  const whole = await readFile(journal);
  const lastLine = whole.indexOf('\n') + 1;
  for (let end = lastLine; end < whole.length; end += 1) {
    await writeFile(journal, whole.subarray(0, end));
    const index = { fingerprints: new FingerprintIndex(), settled: new SettledTally() };
    const recovered = await recoverJournal(folder, { number: 1, path: journal }, index);
    expect(recovered).toMatchObject({ ends: [lastLine], results: 1, quarantined: [] });
    expect(recovered.tornBytes).toBe(end - lastLine);
    expect(index.fingerprints.size).toBe(1);
    expect((await readFile(journal)).length).toBe(lastLine);
  }
  await writeFile(journal, whole.subarray(0, -1));
  expect(await recover(1, 2)).toMatchObject({ tornBytes: whole.length - lastLine - 1, known: [1] });
  await append(3);
  expect(await recover(1, 2, 3)).toEqual({ tornBytes: 0, quarantined: [], known: [1, 3] });
});

test.each([
  ['a last line of zeros', Buffer.alloc(300)],
  ['a finished last line with a wrong checksum', Buffer.from('00000000\t{"v":1}\n')],
  ['half a character', Buffer.from('12345678\t{"v":1,"text":"é').subarray(0, -1)],
])('%s is dropped', async (_what, tail) => {
  await append(1);
  await appendFile(journal, tail);
  const { known, quarantined, tornBytes } = await recover(1);
  expect({ known, quarantined }).toEqual({ known: [1], quarantined: [] });
  expect(tornBytes).toBe(tail.at(-1) === 10 ? tail.length - 1 : tail.length);
});

test('a flipped bit in any place of a line in the middle is set aside and reported', async () => {
  await append(1, 2, 3);
  const whole = await readFile(journal);
  const start = whole.indexOf('\n') + 1;
  const end = whole.indexOf('\n', start);
  for (let at = start; at < end; at += 23) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x20;
    await writeFile(journal, damaged);
    await rm(quarantinePath(folder, 1), { force: true });
    const { known, quarantined, tornBytes } = await recover(1, 2, 3);
    const stretch = { journal: 'journal-000001.ndjson', offset: start, bytes: end - start };
    expect({ known, tornBytes, quarantined }).toEqual({
      known: [1, 3],
      tornBytes: 0,
      quarantined: [stretch],
    });
    const [line] = (await readFile(quarantinePath(folder, 1), 'utf8')).split('\n');
    const kept = JSON.parse(line ?? '') as { base64: string };
    expect(Buffer.from(kept.base64, 'base64')).toEqual(damaged.subarray(start, end));
  }
  expect(await recover(1, 2, 3)).toMatchObject({ known: [1, 3], quarantined: [] });
});

test('damage in the middle and a torn tail are repaired together', async () => {
  await append(1, 2, 3);
  const bytes = await readFile(journal);
  const start = bytes.indexOf('\n') + 1;
  bytes[start + 20] = 0;
  await writeFile(journal, bytes.subarray(0, -5));
  expect(await recover(1, 2, 3)).toMatchObject({ known: [1], quarantined: [{ offset: start }] });
  await append(4);
  expect(await recover(1, 4)).toEqual({ known: [1, 4], tornBytes: 0, quarantined: [] });
});

test('a line of a newer version is refused by file and version, and left as it is', async () => {
  await append(1);
  const json = JSON.stringify({ v: 3, seq: 1, kind: 'novelty' });
  await appendFile(journal, `${crc32(json).toString(16).padStart(8, '0')}\t${json}\n`);
  const before = await readFile(journal);
  const opening = openFileLedger({ folder });
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(`\`${journal}\` is of version \`3\``);
  expect(await readFile(journal)).toEqual(before);
});

test('a sealed file of a newer version is refused by file and version', async () => {
  const path = sealedPath(folder, 1);
  const database = await openDuckDB();
  await database.run(
    `COPY (SELECT 1 AS seq) TO '${path}' (FORMAT parquet, KV_METADATA {sluice_segment_version: '7'})`,
  );
  database.close();
  const opening = openFileLedger({ folder });
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(`\`${path}\` is of version \`7\``);
});

test('a sealed file that is damaged is refused by name, with what to do', async () => {
  const path = sealedPath(folder, 1);
  await writeFile(path, 'not a Parquet file');
  const opening = openFileLedger({ folder });
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(path);
});

test("an earlier run's ledger that is missing is refused by name", async () => {
  const file = join(folder, 'ledger.parquet');
  const opening = openFileLedger({ folder, bases: [{ file, runId: 'earlier' }] });
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(`\`${file}\``);
});

test('what a killed process was sealing is thrown away and sealed again', async () => {
  await append(1);
  await writeFile(`${sealedPath(folder, 1)}.tmp`, 'half a file');
  await writeFile(join(folder, 'pages-000001.warc.gz.tmp'), "not the ledger's");
  await recover(1);
  expect((await readdir(folder)).sort()).toEqual([
    'journal-000001.ndjson',
    'pages-000001.warc.gz.tmp',
  ]);
});

test('a bit that flips in a sealed file is noticed wherever it is, and the file named', async () => {
  await append(1, 2);
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  await ledger.seal();
  await ledger.close();
  const sealed = sealedPath(folder, 1);
  const bytes = await readFile(sealed);
  const bits = fc.integer({ min: 0, max: 8 * bytes.length - 1 });
  await fc.assert(
    fc.asyncProperty(bits, async (bit) => {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      await writeFile(sealed, damaged);
      await expect(openFileLedger({ folder })).rejects.toThrow(`\`${sealed}\` is damaged`);
    }),
    { numRuns: 25 },
  );
  await writeFile(sealed, bytes);
  expect(await recover(1, 2)).toMatchObject({ known: [1, 2] });
});

test('a journal that was sealed but not deleted counts once', async () => {
  await append(1, 2);
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  await ledger.append([sampleRecord(1)]);
  await copyFile(journal, `${journal}.kept`);
  await ledger.seal();
  await ledger.close();
  await copyFile(`${journal}.kept`, journal);
  await rm(`${journal}.kept`);
  expect(await recover(1, 2)).toMatchObject({ known: [1, 2] });
  expect((await readdir(folder)).sort()).toEqual([
    'sealed-000001.parquet',
    'sealed-000001.parquet.crc32',
  ]);
});

test('a sealed file that lacks a part of its journal is made again', async () => {
  await append(1);
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  await ledger.seal();
  await ledger.close();
  const sealed = sealedPath(folder, 1);
  await copyFile(sealed, `${sealed}.kept`);
  await rm(sealed);
  await append(1, 2);
  await copyFile(`${sealed}.kept`, sealed);
  await rm(`${sealed}.kept`);
  expect(await recover(1, 2)).toMatchObject({ known: [1, 2] });
  expect(await readdir(folder)).toEqual(['journal-000001.ndjson']);
});
