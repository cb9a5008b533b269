import { connect } from 'node:net';
import { once } from 'node:events';
import { ProxyAgent } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from '../answers/page.ts';
import { status } from '../answers/status.ts';
import { hang } from '../faults/hang.ts';
import { ask, clientFor } from '../testing/ask.ts';
import { createTestWeb } from './create-test-web.ts';
import type { TestWeb } from './test-web.ts';

let web: TestWeb;

beforeEach(async () => {
  web = await createTestWeb();
  web.site('shop.test', { '/': '<h1>Shop</h1>', '/about?lang=de': 'Über uns' });
});

afterEach(() => web.close());

describe.each(['proxy', 'tunnel', 'origin'] as const)('through %s', (through) => {
  test.each(['http', 'https'])('a page comes over %s', async (scheme) => {
    const answer = await ask(web, `${scheme}://shop.test/`, { through });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toBe('<h1>Shop</h1>');
    const url = `${scheme}://shop.test/`;
    expect(await web.waitFor({ url, outcome: 'answered' })).toMatchObject([{ status: 200 }]);
  });

  test('the query belongs to the URL', async () => {
    expect((await ask(web, 'http://shop.test/about?lang=de', { through })).text).toBe('Über uns');
    expect((await ask(web, 'http://shop.test/about', { through })).status).toBe(404);
  });

  test('HEAD gets the headers without the body', async () => {
    const answer = await ask(web, 'http://shop.test/', { through, method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers['content-length']).toBe('13');
  });
});

describe('an unknown host', () => {
  test('is a DNS error of the proxy', async () => {
    const answer = await ask(web, 'http://nowhere.test/');
    expect(answer.status).toBe(502);
    expect(answer.headers['proxy-status']).toBe('test-web; error=dns_error');
  });

  test.each(['nowhere.test:443', 'nowhere.test:80'])('gets no tunnel to %s', async (target) => {
    const answer = await rawRequest(
      web.proxyUrl,
      `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 502 .*\r\nProxy-Status: test-web; error=dns_error\r\n/);
    expect(web.requests({ method: 'CONNECT' })).toMatchObject([
      { host: 'nowhere.test', status: 502 },
    ]);
  });

  test('does not resolve', async () => {
    await expect(web.resolve('nowhere.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(ask(web, 'http://nowhere.test/', { through: 'origin' })).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });

  test('is misdirected at the origin port', async () => {
    const base = `http://127.0.0.1:${web.originPort}`;
    expect(await rawRequest(base, 'GET / HTTP/1.1\r\nHost: nowhere.test\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 421 /,
    );
  });
});

describe('a site', () => {
  test('answers with the longest prefix, and exact keys before all', async () => {
    web.site('p.test', { '/*': 'any', '/news/*': 'news', '/news/today': 'today' });
    const texts = ['/x', '/news/old', '/news/today'].map((path) =>
      ask(web, `http://p.test${path}`),
    );
    expect((await Promise.all(texts)).map(({ text }) => text)).toEqual(['any', 'news', 'today']);
  });

  test('may script one scheme only', async () => {
    web.site('s.test', { 'https://s.test/': 'secure', '/': 'any' });
    expect((await ask(web, 'https://s.test/')).text).toBe('secure');
    expect((await ask(web, 'http://s.test/')).text).toBe('any');
  });

  test('that is added again keeps its other pages', async () => {
    web.site('Shop.test', { '/': 'new' });
    expect((await ask(web, 'http://shop.test/')).text).toBe('new');
    expect((await ask(web, 'http://shop.test/about?lang=de')).text).toBe('Über uns');
  });

  test('may be made when it is asked for', async () => {
    const find = () => page('made');
    web.addSites((host) => (host.endsWith('.many.test') ? { options: {}, find } : undefined));
    expect((await ask(web, 'http://a.many.test/')).text).toBe('made');
    expect((await ask(web, 'http://a.few.test/')).status).toBe(502);
  });

  test('may be out of reach of the proxy', async () => {
    web.site('down.test', { '/': 'x' }, { proxyError: 'connection_timeout' });
    const answer = await ask(web, 'http://down.test/');
    expect(answer.headers['proxy-status']).toBe('test-web; error=connection_timeout');
  });

  test('may have no HTTPS', async () => {
    web.site('plain.test', { '/': 'x' }, { https: 'refused' });
    expect((await ask(web, 'http://plain.test/')).status).toBe(200);
    const target = 'CONNECT plain.test:443 HTTP/1.1\r\nHost: plain.test:443\r\n\r\n';
    expect(await rawRequest(web.proxyUrl, target)).toContain('error=connection_refused');
  });

  test('may be late with everything', async () => {
    web.site('late.test', { '/': 'x' }, { latencyMs: 40 });
    const startedAtMs = performance.now();
    expect((await ask(web, 'http://late.test/missing')).status).toBe(404);
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(39);
  });

  test('shows the mistake of its script', async () => {
    const broken = () => {
      throw new Error('a mistake');
    };
    web.site('broken.test', { '/': broken });
    const answer = await ask(web, 'http://broken.test/');
    expect(answer).toMatchObject({ status: 500, text: expect.stringContaining('a mistake') });
  });
});

describe('name resolution', () => {
  test('maps hosts to loopback and leaves addresses alone', async () => {
    expect(await web.resolve('SHOP.test.')).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await web.resolve('192.0.2.7')).toEqual([{ address: '192.0.2.7', family: 4 }]);
  });

  test('may change its answer', async () => {
    const addresses = [['203.0.113.9', '2001:db8::1'], ['127.0.0.1']];
    web.site('rebind.test', {}, { addresses });
    const answers = [];
    for (let n = 0; n < 3; n++)
      answers.push((await web.resolve('rebind.test')).map((a) => a.address));
    expect(answers).toEqual([addresses[0], addresses[1], addresses[1]]);
    web.reset();
    expect(await web.resolve('rebind.test')).toMatchObject([{ family: 4 }, { family: 6 }]);
  });
});

describe('the proxy', () => {
  test('wants absolute URLs', async () => {
    expect(await rawRequest(web.proxyUrl, 'GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });

  test('may want credentials', async () => {
    await using locked = await createTestWeb({ proxyCredentials: 'me:secret' });
    locked.site('shop.test', { '/': 'in' });
    const token = `Basic ${btoa('me:secret')}`;
    for (const proxyTunnel of [false, true]) {
      const dispatcher = new ProxyAgent({ uri: locked.proxyUrl, token, proxyTunnel });
      expect((await ask(locked, 'http://shop.test/', { dispatcher })).text).toBe('in');
      await dispatcher.destroy();
    }
    for (const line of ['CONNECT shop.test:80 HTTP/1.1', 'GET http://shop.test/ HTTP/1.1']) {
      const refusal = await rawRequest(locked.proxyUrl, `${line}\r\nHost: shop.test:80\r\n\r\n`);
      expect(refusal).toMatch(/^HTTP\/1\.1 407 /);
    }
  });

  test('speaks whatever comes first in a tunnel to another port', async () => {
    for (const url of ['http://shop.test:8080/', 'https://shop.test:8443/']) {
      expect((await ask(web, url, { through: 'tunnel' })).text).toBe('<h1>Shop</h1>');
    }
  });
});

describe('counts', () => {
  test('by host and by URL, whatever the spelling', async () => {
    for (const url of ['http://shop.test', 'http://SHOP.test:80/', 'https://shop.test/'])
      await ask(web, url);
    await ask(web, 'http://nowhere.test/');
    const counts = web.counts();
    expect(counts.requests).toBe(4);
    expect(counts.byUrl).toEqual({
      'http://shop.test/': 2,
      'https://shop.test/': 1,
      'http://nowhere.test/': 1,
    });
    expect(counts.byHost['shop.test']).toMatchObject({ requests: 3, maxConcurrentRequests: 1 });
  });

  test('the most requests and connections at one time', async () => {
    web.site('busy.test', { '/*': hang() });
    const client = clientFor(web, 'proxy');
    const asked = [1, 2, 3].map((n) =>
      ask(web, `http://busy.test/${n}`, { dispatcher: client }).catch(() => null),
    );
    await web.waitFor({ host: 'busy.test' }, { count: 3 });
    await client.destroy();
    await Promise.all(asked);
    await web.waitFor({ host: 'busy.test', outcome: 'aborted' }, { count: 3 });
    await ask(web, 'http://shop.test/');
    const { byHost } = web.counts();
    expect(byHost['busy.test']).toEqual({
      requests: 3,
      connections: 3,
      maxConcurrentRequests: 3,
      maxConcurrentConnections: 3,
    });
    expect(byHost['shop.test']).toMatchObject({ maxConcurrentConnections: 1 });
  });

  test('a kept connection once for each host that it serves', async () => {
    web.site('other.test', { '/': 'x' });
    const hosts = ['shop.test', 'other.test', 'shop.test'];
    const requests = hosts.map((host) => `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await rawRequest(web.proxyUrl, requests.join(''));
    const { byHost } = web.counts();
    expect(byHost['shop.test']).toMatchObject({ requests: 2, connections: 1 });
    expect(byHost['other.test']).toMatchObject({ requests: 1, connections: 1 });
  });

  test('start again after a reset, and without a log where none is kept', async () => {
    await using counting = await createTestWeb({ keepsRequests: false });
    counting.site('shop.test', { '/': 'x' });
    await ask(counting, 'http://shop.test/');
    expect(counting.requests()).toEqual([]);
    expect(counting.counts().requests).toBe(1);
    counting.reset();
    expect(counting.counts()).toEqual({ requests: 0, byHost: {}, byUrl: {} });
  });
});

describe('the log', () => {
  test('keeps headers, times and how a request came in', async () => {
    await ask(web, 'http://shop.test/', { headers: { 'user-agent': 'probe' }, through: 'tunnel' });
    const [seen] = await web.waitFor({ url: 'http://SHOP.test', outcome: 'answered' });
    expect(seen).toMatchObject({ method: 'GET', path: '/', channel: 'tunnel' });
    expect(seen?.headers['user-agent']).toBe('probe');
    expect(seen?.endedAtMs).toBeGreaterThanOrEqual(seen?.startedAtMs ?? Infinity);
  });

  test('can be awaited, past and future alike', async () => {
    const future = web.waitFor({ path: '/', outcome: 'answered' }, { count: 2 });
    await ask(web, 'http://shop.test/');
    await web.waitFor('http://shop.test/');
    await ask(web, 'http://shop.test/');
    expect(await future).toHaveLength(2);
  });

  test('says what came instead', async () => {
    await ask(web, 'http://shop.test/');
    await expect(web.waitFor({ path: '/never' }, { timeoutMs: 1 })).rejects.toThrow(
      /1 requests matching `{"path":"\/never"}`.*GET http:\/\/shop\.test\/ \(answered\)/,
    );
  });
});

test('closing ends what hangs', async () => {
  const closing = await createTestWeb();
  closing.site('stuck.test', { '/': hang(), '/later': status(200) });
  const asked = ask(closing, 'https://stuck.test/').catch((error: unknown) => error);
  await closing.waitFor({ host: 'stuck.test' });
  await closing.close();
  expect(await asked).toBeInstanceOf(Error);
});

/** Sends bytes to a port and returns what comes back until it pauses at the end of a header. */
async function rawRequest(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).end(bytes);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}
