import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ResumableError } from '../errors.ts';
import { sampleAttempt, sampleResult } from '../testing/ledger-entries.ts';
import { openFileLedger } from './open-file-ledger.ts';
import { startChild } from './children/child-process.ts';
import type { JournalHandle, OpenJournal } from './journal-file.ts';
import { journalPath } from './segment-files.ts';
import { mountSmallDisk } from '../testing/mount-small-disk.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-disk-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** A real file, with some of its methods replaced. */
function opening(replace: (handle: JournalHandle) => Partial<JournalHandle>): OpenJournal {
  return async (path, flags) => {
    const handle = await open(path, flags);
    const methods: JournalHandle = {
      write: handle.write.bind(handle),
      read: handle.read.bind(handle),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
    return { ...methods, ...replace(methods) };
  };
}

function failing(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(`${code}: it failed`), { code }));
}

describe('an fsync that fails', () => {
  test('acknowledges nothing, then or later', async () => {
    const openJournal = opening(() => ({ sync: failing('EIO') }));
    const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, openJournal });
    const first = ledger.append([sampleResult(1)]);
    await expect(first).rejects.toBeInstanceOf(ResumableError);
    await expect(first).rejects.toMatchObject({ code: 'disk_failed' });
    await expect(ledger.append([sampleResult(2)])).rejects.toMatchObject({ code: 'disk_failed' });
    await expect(ledger.seal()).rejects.toMatchObject({ code: 'disk_failed' });
    await expect(ledger.close()).rejects.toMatchObject({ code: 'disk_failed' });
  });

  test('surfaces where nobody waited for the append', async () => {
    const openJournal = opening(() => ({ sync: failing('EIO') }));
    const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, openJournal });
    // An unhandled rejection would fail the whole test run here.
    void ledger.append([sampleAttempt(1)]);
    await expect(ledger.close()).rejects.toMatchObject({ code: 'disk_failed' });
  });
});

test.each([
  ['ENOSPC', 'disk_full'],
  ['EDQUOT', 'disk_full'],
  ['EFBIG', 'disk_full'],
  ['EIO', 'disk_failed'],
])('a write that fails with %s stops the run with %s', async (errno, code) => {
  const openJournal = opening(() => ({ write: failing(errno) }));
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, openJournal });
  await expect(ledger.append([sampleResult(1)])).rejects.toMatchObject({
    name: 'ResumableError',
    code,
  });
  await expect(ledger.close()).rejects.toMatchObject({ code });
});

test('pages that cannot be made durable acknowledge nothing', async () => {
  const failure = new ResumableError('disk_full', 'no space for pages');
  let failsNow = false;
  const ledger = await openFileLedger({
    folder: root,
    commitIntervalMs: 1,
    beforeCommit: async () => {
      if (failsNow) throw failure;
    },
  });
  failsNow = true;
  await expect(ledger.append([sampleResult(1)])).rejects.toBe(failure);
  await expect(ledger.close()).rejects.toBe(failure);
});

test('an append waits for the pages and the fsync that cover it', async () => {
  const events: string[] = [];
  const syncing = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const openJournal = opening(({ sync }) => ({
    sync: async () => {
      events.push('sync');
      syncing.resolve();
      await mayEnd.promise;
      await sync();
    },
  }));
  const ledger = await openFileLedger({
    folder: root,
    commitIntervalMs: 1,
    openJournal,
    beforeCommit: async () => void events.push('pages'),
  });
  events.length = 0;
  const appended = ledger.append([sampleResult(1)]).then(() => events.push('acknowledged'));
  await syncing.promise;
  expect(events).toEqual(['pages', 'sync']);
  mayEnd.resolve();
  await appended;
  expect(events).toEqual(['pages', 'sync', 'acknowledged']);
  await ledger.close();
});

test('an fsync that fails while opening lets nothing rest on what was found', async () => {
  const before = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await before.append([sampleResult(1)]);
  await before.close();
  const openJournal = opening(() => ({ sync: failing('EIO') }));
  await expect(openFileLedger({ folder: root, openJournal })).rejects.toMatchObject({
    code: 'disk_failed',
  });
});

test('a journal that fills up during a commit is synced before what it covers is acknowledged', async () => {
  const synced: string[] = [];
  const openJournal: OpenJournal = async (path, flags) => {
    const record = opening(({ sync }) => ({
      sync: () => sync().then(() => void synced.push(path)),
    }));
    return record(path, flags);
  };
  const pages = { started: Promise.withResolvers<void>(), mayEnd: Promise.resolve() };
  const ledger = await openFileLedger({
    folder: root,
    commitBytes: 1,
    sealResults: 2,
    openJournal,
    beforeCommit: async () => {
      pages.started.resolve();
      await pages.mayEnd;
    },
  });
  const held = Promise.withResolvers<void>();
  pages.mayEnd = held.promise;
  pages.started = Promise.withResolvers();
  const first = ledger.append([sampleResult(1)]);
  await pages.started.promise;
  const second = ledger.append([sampleResult(2)]);
  held.resolve();
  await first;
  expect(synced[0]).toBe(journalPath(root, 1));
  await second;
  await ledger.close();
});

test('what changed on the disk since it was written is not sealed, and is set aside on opening', async () => {
  const journal = journalPath(root, 1);
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1 });
  await ledger.append([sampleResult(1), sampleResult(2), sampleResult(3)]);
  const bytes = await readFile(journal);
  const second = bytes.indexOf('\n') + 1;
  bytes[second + 200] = (bytes[second + 200] ?? 0) ^ 1;
  await writeFile(journal, bytes);
  await expect(ledger.seal()).rejects.toMatchObject({
    code: 'disk_failed',
    message: expect.stringContaining(`changed on disk at byte ${second}`),
  });
  await expect(ledger.append([sampleResult(4)])).rejects.toMatchObject({ code: 'disk_failed' });
  await expect(ledger.close()).rejects.toMatchObject({ code: 'disk_failed' });
  expect((await readdir(root)).filter((name) => name.startsWith('sealed-'))).toEqual([]);
  expect(await knownOf(root, [1, 2, 3])).toEqual([1, 3]);
});

test('a short write is finished by the next', async () => {
  const openJournal = opening(({ write }) => ({
    write: ((bytes: Buffer, offset: number, length: number, position: number) =>
      write(bytes, offset, Math.min(length, 100), position)) as JournalHandle['write'],
  }));
  const ledger = await openFileLedger({ folder: root, commitIntervalMs: 1, openJournal });
  await ledger.append([sampleResult(1), sampleResult(2)]);
  await ledger.close();
  expect(await knownOf(root, [1, 2])).toEqual([1, 2]);
});

test('what a limit on the size of files stops is not acknowledged, and the rest is there', async () => {
  // 200 blocks are 100 or 200 KiB, depending on the shell.
  const child = startChild('append-records', [root, '1000', '20000', '2'], 'ulimit -f 200');
  const lines: string[] = [];
  for await (const line of child.lines) lines.push(line);
  const { errors } = await child.ended();
  expect(errors).toBe('');
  const last = lines.pop() ?? '';
  expect(JSON.parse(last)).toMatchObject({ code: 'disk_full' });
  const acknowledged = lines.map(Number);
  expect(acknowledged.length).toBeGreaterThan(2);
  expect(await knownOf(root, acknowledged)).toEqual(acknowledged);
});

test('a full disk acknowledges nothing more, and with space again the run goes on', async (context) => {
  const disk = join(root, 'disk');
  await mkdir(disk);
  using mounted = mountSmallDisk(disk, 1);
  if (mounted === null) context.skip('mounting takes root on Linux');
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, Buffer.alloc(700 << 10));
  const folder = join(disk, 'shard');
  const { acknowledged, code } = await appendUntilRefused(folder);
  expect(code).toBe('disk_full');
  expect(acknowledged.length).toBeGreaterThan(0);
  await rm(ballast);
  expect(await knownOf(folder, acknowledged)).toEqual(acknowledged);
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  await ledger.append([sampleResult(5000)]);
  await ledger.seal();
  await ledger.close();
  expect(await knownOf(folder, [...acknowledged, 5000])).toEqual([...acknowledged, 5000]);
});

async function appendUntilRefused(
  folder: string,
): Promise<{ acknowledged: number[]; code: string }> {
  const ledger = await openFileLedger({ folder, commitIntervalMs: 1 });
  const acknowledged: number[] = [];
  const value = 'x'.repeat(10_000);
  try {
    for (let ordinal = 0; ; ordinal += 1) {
      await ledger.append([sampleResult(ordinal, { value })]);
      acknowledged.push(ordinal);
    }
  } catch (error) {
    await ledger.close().catch(() => undefined);
    return { acknowledged, code: (error as ResumableError).code };
  }
}

/** Which of these ordinals a ledger opened afresh knows. */
async function knownOf(folder: string, ordinals: readonly number[]): Promise<number[]> {
  const ledger = await openFileLedger({ folder });
  const hits = await ledger.lookup(ordinals.map((at) => sampleResult(at).fingerprint));
  await ledger.close();
  return ordinals.filter((_, at) => hits[at]?.result);
}
