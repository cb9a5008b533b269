import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rm, truncate } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { makeTempFolder, startNode, type TempFolder } from '@sluice/testkit';
import { WARCParser, type WARCRecord } from 'warcio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveReference } from '../crawl/crawl-result.ts';
import type { PageArchive } from './page-archive.ts';
import { pageToArchive } from './testing/page-to-archive.ts';
import { openPageArchive } from './warc-archive.ts';

const clock = { now: () => Date.UTC(2026, 10, 22), sleep: () => Promise.resolve() };
const appendForEver = fileURLToPath(new URL('testing/append-for-ever.ts', import.meta.url));

describe('openPageArchive', () => {
  let temp: TempFolder;
  let folder: string;
  beforeEach(async () => {
    temp = await makeTempFolder();
    folder = join(temp.path, 'run-1', 'shard-0001-of-0001');
  });
  afterEach(() => temp.remove());

  function openArchive(maxFileBytes?: number): Promise<PageArchive> {
    const size = maxFileBytes === undefined ? {} : { maxFileBytes };
    return openPageArchive({ folder, runsFolder: temp.path, clock, ...size });
  }

  it('gives back what was appended', async () => {
    await using archive = closing(await openArchive());
    const headers = { 'content-type': 'text/html', 'x-name': 'Café' };
    const reference = await archive.append(pageToArchive('http://a.test/ü', 'Grüße', { headers }));
    expect(reference.file).toBe('run-1/shard-0001-of-0001/pages-000001.warc.gz');
    const page = await archive.read(reference);
    expect(page).toMatchObject({ url: 'http://a.test/%C3%BC', status: 200 });
    expect(page?.date).toBe('2026-11-22T00:00:00.000Z');
    expect(page?.headers).toMatchObject({ 'content-type': 'text/html', 'content-length': '7' });
    expect(Buffer.from(page!.body).toString()).toBe('Grüße');
  });

  it('reads nothing from outside the folder of the runs', async () => {
    await using archive = closing(await openArchive());
    const { offset, length } = await archive.append(pageToArchive('http://a.test/', 'page'));
    await archive.sync();
    const inside = join(folder, 'pages-000001.warc.gz');
    const outside = join(`${temp.path}-outside`, 'pages-000001.warc.gz');
    await mkdir(`${temp.path}-outside`);
    await copyFile(inside, outside);
    const names = [outside, relative(temp.path, outside), 'run-1/../../x', '.', '/etc/passwd'];
    for (const file of names) {
      expect(await archive.has({ file, offset, length })).toBe(false);
      expect(await archive.read({ file, offset, length })).toBeNull();
    }
    await rm(`${temp.path}-outside`, { recursive: true });
  });

  it('takes a reference beyond the end of its file for a page that is gone', async () => {
    await using archive = closing(await openArchive());
    const { file, offset } = await archive.append(pageToArchive('http://a.test/', 'page'));
    const reference = { file, offset, length: 2 ** 40 };
    expect(await archive.has(reference)).toBe(false);
    expect(await archive.read(reference)).toBeNull();
  });

  it('keeps what the coding on the wire was, and stores the page without it', async () => {
    await using archive = closing(await openArchive());
    const headers = { 'content-encoding': 'br', 'content-length': '3', 'transfer-encoding': 'x' };
    const reference = await archive.append(pageToArchive('http://a.test/', 'decoded', { headers }));
    const page = await archive.read(reference);
    expect(page?.headers).toEqual({
      'content-length': '7',
      'x-sluice-original-content-encoding': 'br',
      'x-sluice-original-content-length': '3',
      'x-sluice-original-transfer-encoding': 'x',
    });
    expect(Buffer.from(page!.body).toString()).toBe('decoded');
  });

  it('writes files that other WARC tools read', async () => {
    const archive = await openArchive();
    const redirectedFrom = ['http://a.test/', 'https://a.test/'];
    await archive.append(pageToArchive('https://www.a.test/', 'home', { redirectedFrom }));
    await archive.close();
    const records = await readRecords(join(folder, 'pages-000001.warc.gz'));
    expect(records.map(({ warcType, warcTargetURI }) => [warcType, warcTargetURI])).toEqual([
      ['warcinfo', null],
      ['response', 'http://a.test/'],
      ['response', 'https://a.test/'],
      ['response', 'https://www.a.test/'],
    ]);
    expect(records.map((record) => record.httpHeaders?.headers.get('location') ?? null)).toEqual([
      null,
      'https://a.test/',
      'https://www.a.test/',
      null,
    ]);
    expect(records[3]?.warcHeaders.statusline).toBe('WARC/1.1');
    expect(records[3]?.warcPayloadDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(records[3]?.warcHeader('WARC-Record-ID')).toMatch(/^<urn:uuid:[0-9a-f-]{36}>$/);
  });

  it('makes every record a gzip member of its own, where its reference says', async () => {
    await using archive = closing(await openArchive());
    const urls = Array.from({ length: 60 }, (_, index) => `http://a.test/${index}`);
    const pages = urls.map((url) => pageToArchive(url, `this is ${url} `.repeat(500)));
    const references = await Promise.all(pages.map((page) => archive.append(page)));
    const file = await open(join(folder, 'pages-000001.warc.gz'));
    for (const [index, { offset, length }] of references.entries()) {
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
      expect(gunzipSync(buffer).toString()).toContain(`WARC-Target-URI: ${urls[index]}\r\n`);
    }
    await file.close();
    expect(archive.counters().archivedPages).toBe(60);
  });

  it('starts a new file when one is full', async () => {
    await using archive = closing(await openArchive(400));
    const urls = Array.from({ length: 9 }, (_, index) => `http://a.test/${index}`);
    const references = await Promise.all(
      urls.map((url) => archive.append(pageToArchive(url, `page ${url}`))),
    );
    await archive.sync();
    expect(new Set(references.map(({ file }) => file)).size).toBeGreaterThan(2);
    const pages = await Promise.all(references.map((reference) => archive.read(reference)));
    expect(pages.map((page) => page?.url)).toEqual(urls);
  });

  it('never appends to a file of an earlier process, and reads it all the same', async () => {
    const earlier = await openArchive();
    const reference = await earlier.append(pageToArchive('http://a.test/', 'old'));
    await earlier.close();
    await using later = closing(await openArchive());
    const next = await later.append(pageToArchive('http://a.test/', 'new'));
    expect(next.file).toMatch(/pages-000002\.warc\.gz$/);
    expect(Buffer.from((await later.read(reference))!.body).toString()).toBe('old');
  });

  it('takes a hole that a checkpoint left for a page that is gone', async () => {
    await using archive = closing(await openArchive());
    const reference = await archive.append(pageToArchive('http://a.test/', 'page'));
    const file = await open(join(temp.path, reference.file), 'r+');
    await file.write(Buffer.alloc(reference.length), 0, reference.length, reference.offset);
    await file.close();
    expect(await archive.has(reference)).toBe(false);
  });

  it('creates no file before the first page', async () => {
    const archive = await openArchive();
    await archive.sync();
    await archive.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so when pages are gone', async () => {
    await using archive = closing(await openArchive());
    const reference = await archive.append(pageToArchive('http://a.test/', 'page'));
    expect(await archive.has(reference)).toBe(true);
    await truncate(join(temp.path, reference.file), reference.offset + reference.length - 1);
    expect(await archive.has(reference)).toBe(false);
    expect(await archive.read(reference)).toBeNull();
    await rm(join(temp.path, reference.file));
    expect(await archive.has(reference)).toBe(false);
    expect(await archive.read(reference)).toBeNull();
  });

  it('refuses a page whose bytes have changed', async () => {
    await using archive = closing(await openArchive());
    const first = await archive.append(pageToArchive('http://a.test/1', 'page'));
    const lying = { ...pageToArchive('http://a.test/2', 'page'), sha256: 'f'.repeat(64) };
    const second = await archive.append(lying);
    const file = await open(join(temp.path, first.file), 'r+');
    await file.write(Buffer.from([0x55, 0xaa]), 0, 2, first.offset + first.length - 20);
    await file.close();
    await expect(archive.read(first)).rejects.toMatchObject({ code: 'archive_damaged' });
    await expect(archive.read(second)).rejects.toMatchObject({ code: 'archive_damaged' });
  });

  it('keeps every page that was synced when the process is killed', async () => {
    const kept: { number: number; reference: ArchiveReference }[] = [];
    for (const lines of [7, 20]) {
      const child = startNode(appendForEver, [temp.path, folder]);
      await child.waitForLine(new RegExp(`"number":${lines}\\b`));
      child.kill();
      const { stdout } = await child.finished;
      kept.push(...wholeLines(stdout).map((line) => JSON.parse(line)));
    }
    expect(kept.length).toBeGreaterThanOrEqual(29);
    await using archive = closing(await openArchive());
    for (const { number, reference } of kept) {
      expect((await archive.read(reference))?.url).toBe(`http://a.test/${number}`);
    }
  });

  it.skipIf(process.platform === 'win32')('stops for good when the disk is full', async () => {
    // The limit on file sizes is what a full disk looks like; `ulimit` counts blocks of 512 bytes or more.
    const command = `ulimit -f 16; exec "$0" "$@"`;
    const node = [process.execPath, appendForEver, temp.path, folder];
    const child = spawn('sh', ['-c', command, ...node], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    await once(child, 'close');
    const lines = wholeLines(output).map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ name: 'ResumableError', code: 'disk_full' });
    await using archive = closing(await openArchive());
    for (const { reference } of lines.slice(0, -1)) {
      expect(await archive.read(reference)).not.toBeNull();
    }
  });
});

function closing(archive: PageArchive): PageArchive & AsyncDisposable {
  return { ...archive, [Symbol.asyncDispose]: () => archive.close() };
}

async function readRecords(file: string): Promise<WARCRecord[]> {
  const records: WARCRecord[] = [];
  for await (const record of WARCParser.iterRecords(createReadStream(file))) {
    await record.readFully();
    records.push(record);
  }
  return records;
}

/** A killed process may leave half a line. */
function wholeLines(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
