import { UsageError } from '@sluice/core';
import { createTestWeb, redirect, status, type TestWeb } from '@sluice/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpFetcher } from './http-fetcher.ts';
import type { PageFetcher } from './page-fetcher.ts';

describe('a proxy', () => {
  let web: TestWeb;
  let fetcher: PageFetcher;
  beforeAll(async () => {
    web = await createTestWeb();
    fetcher = createHttpFetcher({ proxy: web.proxyUrl, extraCa: web.caCertificate });
    web.site('one.test', {
      '/': 'one',
      '/gone': status(404),
      '/away': redirect('https://two.test/'),
    });
    web.site('two.test', { '/': 'two' });
    web.site('no-https.test', { '/': 'x' }, { https: 'refused' });
  });
  afterAll(async () => {
    await fetcher.close();
    await web.close();
  });

  it('is asked for plain pages in absolute form', async () => {
    const answer = await fetcher.fetch('http://one.test/');
    expect(Buffer.from(answer.body).toString()).toBe('one');
    const [request] = web.requests('http://one.test/');
    expect(request).toMatchObject({ channel: 'proxy', headers: { host: 'one.test' } });
  });

  it('opens tunnels for https, and resolves the names of both', async () => {
    const answer = await fetcher.fetch('http://one.test/away');
    expect(Buffer.from(answer.body).toString()).toBe('two');
    expect(web.requests('https://two.test/')[0]?.channel).toBe('tunnel');
  });

  it('keeps a tunnel for the next page', async () => {
    web.site('kept.test', { '/a': 'a', '/b': 'b' });
    for (const path of ['/a', '/b', '/a']) await fetcher.fetch(`https://kept.test${path}`);
    expect(web.counts().byHost['kept.test']).toMatchObject({ requests: 3, connections: 1 });
  });

  it('passes the answers of websites on', async () => {
    await expect(fetcher.fetch('http://one.test/gone')).rejects.toMatchObject({ code: 'http_404' });
    await expect(fetcher.fetch('https://one.test/gone')).rejects.toMatchObject({
      code: 'http_404',
    });
  });

  it.each(['http', 'https'])('tells an unknown host over %s', async (scheme) => {
    await expect(fetcher.fetch(`${scheme}://nobody.test/`)).rejects.toMatchObject({
      code: 'host_not_found',
      disposition: 'fail-record',
    });
  });

  it('tells a refused port', async () => {
    await expect(fetcher.fetch('https://no-https.test/')).rejects.toMatchObject({
      code: 'connection_refused',
    });
  });

  it('calls a bad gateway without further word by its status', async () => {
    web.site('gateway.test', { '/': status(502) });
    await expect(fetcher.fetch('http://gateway.test/')).rejects.toMatchObject({ code: 'http_502' });
  });

  it('stops the run when nobody listens there', async () => {
    const gone = await createTestWeb();
    await gone.close();
    const lost = createHttpFetcher({ proxy: gone.proxyUrl });
    for (const url of ['http://one.test/', 'https://one.test/']) {
      await expect(lost.fetch(url)).rejects.toMatchObject({
        code: 'proxy_failed',
        disposition: 'stop-run',
      });
    }
    await lost.close();
  });

  it.each(['socks5://127.0.0.1:1080', '127.0.0.1:8080', 'ftp://proxy', 'proxy'])(
    'is refused as `%s`, before anything runs',
    (proxy) => {
      expect(() => createHttpFetcher({ proxy })).toThrow(UsageError);
    },
  );

  describe('with credentials', () => {
    const credentials = 'ann:p@ss:wörd';
    let guarded: TestWeb;
    beforeAll(async () => {
      guarded = await createTestWeb({ proxyCredentials: credentials });
      guarded.site('one.test', { '/': 'one' });
    });
    afterAll(() => guarded.close());

    it.each(['http', 'https'])('sends them to the proxy only, over %s', async (scheme) => {
      const proxy = guarded.proxyUrl.replace('//', '//ann:p%40ss%3Aw%C3%B6rd@');
      const known = createHttpFetcher({ proxy, extraCa: guarded.caCertificate });
      await expect(known.fetch(`${scheme}://one.test/`)).resolves.toMatchObject({ status: 200 });
      await known.close();
      const inTunnel = guarded.requests({ channel: 'tunnel' });
      expect(inTunnel.map(({ headers }) => headers['proxy-authorization'])).toEqual(
        inTunnel.map(() => undefined),
      );
    });

    it.each(['http', 'https'])('stops the run without them, over %s', async (scheme) => {
      const unknown = createHttpFetcher({ proxy: guarded.proxyUrl });
      await expect(unknown.fetch(`${scheme}://one.test/`)).rejects.toMatchObject({
        code: 'proxy_failed',
        disposition: 'stop-run',
        message: expect.stringContaining('407'),
      });
      await unknown.close();
    });
  });
});
