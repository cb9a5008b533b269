import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { Agent, request, type Dispatcher } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { robots } from '../answers/robots.ts';
import { ask, clientFor } from '../testing/ask.ts';
import { createTestWeb } from '../web/create-test-web.ts';
import type { Handler } from '../web/handler.ts';
import type { TestWeb } from '../web/test-web.ts';
import { closeAfter, dropConnection, resetAfter } from './broken-connection.ts';
import { drip, dripHeaders } from './drip.ts';
import { endless } from './endless.ts';
import { gzipBomb, truncatedGzip } from './gzip-bomb.ts';
import { hang, hangAfter } from './hang.ts';
import { headerBomb } from './header-bomb.ts';
import { raw } from './raw.ts';

const MEBIBYTE = 2 ** 20;

let web: TestWeb;
let client: Dispatcher;

beforeEach(async () => {
  web = await createTestWeb();
  client = clientFor(web, 'tunnel');
});

afterEach(async () => {
  await client.destroy();
  await web.close();
});

/** Asks over HTTP and HTTPS, since a fault has to reach through TLS. */
const SCHEMES = ['http', 'https'] as const;

function play(handler: Handler): void {
  web.site('a.test', { '/': handler });
}

describe.each(SCHEMES)('over %s', (scheme) => {
  const url = `${scheme}://a.test/`;
  const open = () => request(url, { dispatcher: client });

  test('hanging sends nothing until the client leaves', async () => {
    play(hang());
    const leaving = new AbortController();
    const asked = request(url, { dispatcher: client, signal: leaving.signal }).catch(() => 'left');
    await web.waitFor({ path: '/' });
    leaving.abort();
    expect(await asked).toBe('left');
    expect(await web.waitFor({ outcome: 'aborted' })).toMatchObject([{ status: null }]);
  });

  test('hanging may begin after a part of the body', async () => {
    play(hangAfter('<p>so far'));
    const { statusCode, body } = await open();
    const [start] = await once(body, 'data');
    expect([statusCode, String(start)]).toEqual([200, '<p>so far']);
    expect(web.requests()).toMatchObject([{ outcome: 'open' }]);
    body.on('error', () => {});
    body.destroy();
    await web.waitFor({ outcome: 'aborted' });
  });

  test.each(['close', 'reset'] as const)(
    'a connection may end (%s) before any answer',
    async (how) => {
      play(dropConnection(how));
      const code = how === 'reset' ? 'ECONNRESET' : 'UND_ERR_SOCKET';
      await expect(open()).rejects.toMatchObject({ code });
      expect(await web.waitFor({ outcome: 'aborted' })).toMatchObject([{ status: null }]);
    },
  );

  test.each([
    ['reset', resetAfter(3_000), 'ECONNRESET'],
    ['close', closeAfter(3_000), 'UND_ERR_SOCKET'],
  ])('a connection may end (%s) in mid-body', async (_how, handler, code) => {
    play(handler);
    const { headers, body } = await open();
    expect(headers['content-length']).toBe('1000000');
    await expect(body.text()).rejects.toMatchObject({ code });
    expect(await web.waitFor({ outcome: 'aborted' })).toMatchObject([{ status: 200 }]);
  });

  test('a body may come byte by byte', async () => {
    play(drip({ intervalMs: 1, content: 'slowly' }));
    const { body } = await open();
    const chunks: string[] = [];
    for await (const chunk of body) chunks.push(String(chunk));
    expect(chunks.join('')).toBe('slowly');
    expect(chunks.length).toBeGreaterThan(1);
  });

  test('headers may come byte by byte', async () => {
    play(dripHeaders({ intervalMs: 1 }));
    expect(await (await open()).body.text()).toBe('slow');
  });

  test('what comes may not be HTTP', async () => {
    play(raw('SSH-2.0-OpenSSH_9.9\r\n'));
    await expect(open()).rejects.toMatchObject({ name: 'HTTPParserError' });
  });

  test('headers may be more than a client takes', async () => {
    play(headerBomb(100_000));
    await expect(open()).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_OVERFLOW' });
  });

  test('a body may have no end', async () => {
    play(endless());
    const { headers, body } = await open();
    expect(headers['content-length']).toBeUndefined();
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > 3 * MEBIBYTE) break;
    }
    await web.waitFor({ outcome: 'aborted' });
  });
});

test('a trickle stops with the client', async () => {
  play(drip({ intervalMs: 3_600_000 }));
  const { body } = await request('http://a.test/', { dispatcher: client });
  body.on('error', () => {});
  await once(body, 'data');
  body.destroy();
  expect(await web.waitFor({ outcome: 'aborted' })).toMatchObject([{ status: 200 }]);
});

test.each([true, false])('a huge body has its size (declared: %s)', async (declaresLength) => {
  play(endless({ bytes: 2 * MEBIBYTE + 7, declaresLength, contentType: 'text/plain' }));
  const { headers, body } = await ask(web, 'http://a.test/');
  expect(body.length).toBe(2 * MEBIBYTE + 7);
  expect(headers['content-type']).toBe('text/plain');
  expect(headers['content-length']).toBe(declaresLength ? String(body.length) : undefined);
});

describe('a gzip bomb', () => {
  test('is a valid stream of zeros, a thousandth of their size', async () => {
    play(gzipBomb({ bytes: 5 * MEBIBYTE }));
    const { headers, body } = await ask(web, 'http://a.test/');
    expect(headers['content-encoding']).toBe('gzip');
    expect(body.length).toBeLessThan(5 * 1_100);
    expect(gunzipSync(body).equals(Buffer.alloc(5 * MEBIBYTE))).toBe(true);
  });

  test('may be compressed twice', async () => {
    play(gzipBomb({ bytes: 100 * MEBIBYTE, layers: 2 }));
    const { headers, body } = await ask(web, 'http://a.test/');
    expect(headers['content-encoding']).toBe('gzip, gzip');
    expect(body.length).toBeLessThan(5_000);
    expect(await decodedBytes(gunzipSync(body))).toBe(100 * MEBIBYTE);
  });

  test('is made as it is read', async () => {
    play(gzipBomb({ bytes: 2 ** 50 }));
    const { body } = await request('http://a.test/', { dispatcher: client });
    body.on('error', () => {});
    await once(body, 'data');
    body.destroy();
    expect(await web.waitFor({ outcome: 'aborted' })).toMatchObject([{ status: 200 }]);
  });
});

test('a gzip stream may end in its middle', async () => {
  play(truncatedGzip('<p>'.repeat(1_000)));
  const { body, headers } = await ask(web, 'http://a.test/');
  expect(headers['content-length']).toBe(String(body.length));
  expect(() => gunzipSync(body)).toThrow('unexpected end of file');
});

test('the faults work for a client of the origin port, too', async () => {
  const direct = new Agent({ connect: { lookup: web.lookup } });
  web.site('a.test', { '/': resetAfter(10), '/robots.txt': robots({ disallow: ['/'] }) });
  const { body } = await request(web.originUrl('http://a.test/'), { dispatcher: direct });
  await expect(body.text()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await ask(web, 'http://a.test/robots.txt', { through: 'origin' })).text).toContain(
    'Disallow: /',
  );
  await direct.destroy();
});

test('a request body is read away', async () => {
  play(endless({ bytes: 10 }));
  const socket = connect(web.originPort, '127.0.0.1');
  const post = `POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(200_000)}`;
  socket.write(`${post}GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n`);
  socket.resume();
  await once(socket, 'close');
  expect(web.requests().map(({ method }) => method)).toEqual(['POST', 'GET']);
});

async function decodedBytes(gzipped: Buffer): Promise<number> {
  const counted = new PassThrough();
  let bytes = 0;
  counted.on('data', (chunk: Buffer) => void (bytes += chunk.length));
  await pipeline(Readable.from([gzipped]), createGunzip(), counted);
  return bytes;
}
