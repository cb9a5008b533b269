import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256 } from '@sluice/core';
import { makeTempFolder, type TempFolder } from '@sluice/testkit';
import { WARCRecord, WARCSerializer } from 'warcio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReplay, type ReplayFetcher } from './replay-fetcher.ts';
import { writeWarc, type WrittenAnswer } from './write-warc.ts';

const answers: WrittenAnswer[] = [
  { url: 'http://a.test/', body: Buffer.from('first') },
  { url: 'http://a.test/', body: Buffer.from('second') },
  { url: 'http://a.test/page?x=1', body: Buffer.from('<p>page</p>') },
  { url: 'http://a.test/shut', body: Buffer.from('no'), status: 403 },
  { url: 'http://a.test/gone.png', body: Buffer.from(''), status: 404 },
  {
    url: 'http://a.test/busy',
    body: Buffer.from(''),
    status: 503,
    headers: { 'retry-after': '7' },
  },
  {
    url: 'http://a.test/file',
    body: Buffer.from('%PDF'),
    headers: { 'content-type': 'application/pdf' },
  },
  { url: 'http://a.test/old', redirectTo: 'http://a.test/older' },
  { url: 'http://a.test/older', redirectTo: 'https://b.test/new' },
  { url: 'https://b.test/new', body: Buffer.from('there') },
  { url: 'http://a.test/astray', redirectTo: 'http://nowhere.test/' },
  { url: 'http://a.test/loop', redirectTo: 'http://a.test/loop2' },
  { url: 'http://a.test/loop2', redirectTo: 'http://a.test/loop' },
];

describe('openReplay', () => {
  let temp: TempFolder;
  let file: string;
  let replay: ReplayFetcher;
  beforeAll(async () => {
    temp = await makeTempFolder();
    file = join(temp.path, 'web.warc.gz');
    await writeWarc(file, answers, '2026-11-22T00:00:00Z');
    replay = await openReplay(file);
  });
  afterAll(async () => {
    await replay.close();
    await temp.remove();
  });

  it('serves pages, the last one kept of each address, whatever the fragment', async () => {
    expect(await textOf('http://a.test/#top')).toBe('second');
    expect(await textOf('HTTP://A.test:80/page?x=1')).toBe('<p>page</p>');
  });

  it('follows redirects', async () => {
    expect(await replay.fetch('http://a.test/old')).toMatchObject({
      url: 'http://a.test/old',
      finalUrl: 'https://b.test/new',
      redirects: ['http://a.test/older', 'https://b.test/new'],
      status: 200,
    });
  });

  it.each([
    ['http://nowhere.test/', 'host_not_found'],
    ['http://a.test/unknown', 'http_404'],
    ['http://a.test/page', 'http_404'],
    ['https://a.test/page?x=1', 'http_404'],
    ['http://a.test:8080/', 'host_not_found'],
    ['http://a.test/robots.txt', 'http_404'],
    ['http://a.test/shut', 'http_403'],
    ['http://a.test/busy', 'http_503'],
    ['http://a.test/astray', 'host_not_found'],
    ['http://a.test/loop', 'redirect_loop'],
    ['no address', 'invalid_url'],
  ])('%s is %s', async (url, code) => {
    await expect(replay.fetch(url)).rejects.toMatchObject({ name: 'StageError', code });
  });

  it('tells an image that was not there from one that was not kept', async () => {
    const asImage = (url: string) => replay.fetch(url, { accept: 'image' });
    await expect(asImage('http://a.test/gone.png')).rejects.toMatchObject({ code: 'http_404' });
    await expect(asImage('http://a.test/any.png')).rejects.toMatchObject({ code: 'not_archived' });
    await expect(asImage('http://no.test/x.png')).rejects.toMatchObject({ code: 'host_not_found' });
  });

  it('defers as the archived answer asks', async () => {
    const error = { disposition: 'defer', retryAfterMs: 7_000 };
    await expect(replay.fetch('http://a.test/busy')).rejects.toMatchObject(error);
  });

  it('refuses what the network fetcher would refuse', async () => {
    const pdf = replay.fetch('http://a.test/file', { accept: 'html' });
    await expect(pdf).rejects.toMatchObject({ code: 'not_html' });
    const large = replay.fetch('http://a.test/', { maxBytes: 5 });
    await expect(large).rejects.toMatchObject({ code: 'body_too_large' });
    const cut = await replay.fetch('http://a.test/', { maxBytes: 5, overflow: 'truncate' });
    expect(Buffer.from(cut.body).toString()).toBe('secon');
  });

  it('knows the hash of its file', async () => {
    expect(replay.sha256).toBe(sha256(await readFile(file)));
  });

  it('reads files that are not gzipped', async () => {
    const plain = join(temp.path, 'plain.warc');
    await writeFile(plain, gunzipSync(await readFile(file)));
    await using other = closing(await openReplay(plain));
    expect(Buffer.from((await other.fetch('http://a.test/old')).body).toString()).toBe('there');
    expect(Buffer.from((await other.fetch('http://a.test/')).body).toString()).toBe('second');
  });

  it('undoes the codings that other tools keep', async () => {
    const foreign = join(temp.path, 'foreign.warc.gz');
    const zipped = gzipSync('<p>Grüße</p>');
    const chunked = [`${zipped.length.toString(16)}\r\n`, zipped, '\r\n0\r\n\r\n'];
    await writeFile(foreign, [
      await serialize('http://a.test/', { 'content-encoding': 'gzip' }, [zipped]),
      await serialize('http://a.test/chunked', chunkedGzip, chunked),
    ]);
    await using other = closing(await openReplay(foreign));
    for (const url of ['http://a.test/', 'http://a.test/chunked']) {
      expect(Buffer.from((await other.fetch(url)).body).toString()).toBe('<p>Grüße</p>');
    }
  });

  it('keeps a page whose codings were undone although its headers tell of them', async () => {
    const foreign = join(temp.path, 'undone.warc.gz');
    const headers = { 'content-encoding': 'gzip' };
    await writeFile(foreign, await serialize('http://a.test/', headers, ['<p>plain</p>']));
    await using other = closing(await openReplay(foreign));
    expect(Buffer.from((await other.fetch('http://a.test/')).body).toString()).toBe('<p>plain</p>');
  });

  it('unpacks no bomb, neither a page’s nor a record’s', async () => {
    const bombs = join(temp.path, 'bombs.warc.gz');
    const zeros = Buffer.alloc(128 * 1024 * 1024);
    const zipped = gzipSync(zeros, { level: 1 });
    await writeFile(bombs, [
      await serialize('http://a.test/page', { 'content-encoding': 'gzip' }, [zipped]),
      largeRecord('http://a.test/record', zeros),
    ]);
    await using other = closing(await openReplay(bombs));
    const before = process.memoryUsage().arrayBuffers;
    for (const url of ['http://a.test/page', 'http://a.test/record']) {
      await expect(other.fetch(url)).rejects.toMatchObject({ code: 'body_too_large' });
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(zeros.length);
  });

  it('leaves out a torn record, wherever it is torn', async () => {
    const bytes = await readFile(file);
    const last = bytes.length - lastMemberLength(bytes);
    const torn = join(temp.path, 'torn.warc.gz');
    // Every length near the member's end, where its checksum is, and some of those before.
    const step = (end: number): number => (end > bytes.length - 12 ? 1 : 9);
    for (let end = last; end < bytes.length; end += step(end)) {
      await writeFile(torn, bytes.subarray(0, end));
      await using other = closing(await openReplay(torn));
      await expect(other.fetch('http://a.test/loop2')).rejects.toMatchObject({ code: 'http_404' });
      expect((await other.fetch('http://a.test/old')).finalUrl).toBe('https://b.test/new');
    }
  });

  it.each([
    ['missing.warc.gz', null, /Cannot read the archive/],
    ['text.warc.gz', Buffer.from('not an archive\r\n\r\n'), /is not a WARC file/],
    ['empty.warc.gz', Buffer.alloc(0), /holds no page/],
  ])('%s is refused', async (name, content, message) => {
    const path = join(temp.path, name);
    if (content !== null) await writeFile(path, content);
    await expect(openReplay(path)).rejects.toThrow(message);
    await expect(openReplay(path)).rejects.toMatchObject({ name: 'UsageError' });
  });

  it('refuses a file that is gzipped as a whole', async () => {
    const whole = join(temp.path, 'whole.warc.gz');
    await writeFile(whole, gzipSync(gunzipSync(await readFile(file))));
    await expect(openReplay(whole)).rejects.toThrow(/gzipped as a whole/);
  });

  async function textOf(url: string): Promise<string> {
    return Buffer.from((await replay.fetch(url)).body).toString();
  }
});

const chunkedGzip = { 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' };

async function serialize(
  url: string,
  httpHeaders: Record<string, string>,
  body: readonly (string | Uint8Array)[],
): Promise<Uint8Array> {
  async function* content(): AsyncGenerator<Uint8Array> {
    for (const part of body) yield Buffer.from(part);
  }
  const options = { url, type: 'response', httpHeaders, statusline: 'HTTP/1.1 200 OK' } as const;
  return WARCSerializer.serialize(WARCRecord.create(options, content()), { gzip: true });
}

/** Without the digests of `serialize`, which take their time over so many bytes. */
function largeRecord(url: string, body: Uint8Array): Uint8Array {
  const http = 'HTTP/1.1 200 OK\r\n\r\n';
  const fields = ['WARC/1.1', 'WARC-Type: response', `WARC-Target-URI: ${url}`];
  const head = `${fields.join('\r\n')}\r\nContent-Length: ${http.length + body.length}\r\n\r\n`;
  return gzipSync(Buffer.concat([Buffer.from(head + http), body, Buffer.from('\r\n\r\n')]), {
    level: 1,
  });
}

/** Gzip members begin with these bytes, the tenth as `writeWarc` sets it. */
function lastMemberLength(bytes: Buffer): number {
  return (
    bytes.length - bytes.lastIndexOf(Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0, 0, 0, 0, 2, 255]))
  );
}

function closing(fetcher: ReplayFetcher): ReplayFetcher & AsyncDisposable {
  return { ...fetcher, [Symbol.asyncDispose]: () => fetcher.close() };
}
