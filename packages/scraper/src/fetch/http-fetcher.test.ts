import type { StageError } from '@sluice/core';
import {
  createTestWeb,
  endless,
  hang,
  page,
  redirect,
  redirectChain,
  redirectLoop,
  type Handler,
  type TestWeb,
  status,
} from '@sluice/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageFetcher } from './page-fetcher.ts';
import { webFetcher } from './testing/web-fetcher.ts';
import { defaultUserAgent } from './user-agent.ts';

const mebibyte = 1024 * 1024;
describe('createHttpFetcher', () => {
  let web: TestWeb;
  let fetcher: PageFetcher;
  beforeAll(async () => {
    web = await createTestWeb();
    fetcher = webFetcher(web, { limits: { maxBytes: mebibyte } });
  });
  afterAll(async () => {
    await fetcher.close();
    await web.close();
  });

  function at(host: string, path: string, handler: Handler): string {
    web.site(host, { [path]: handler });
    return web.originUrl(`http://${host}${path}`);
  }

  it('returns status, headers, body and where they came from', async () => {
    const url = at(
      'plain.test',
      '/',
      page('<h1>Hällo</h1>', { headers: { 'x-many': ['a', 'b'] } }),
    );
    const answer = await fetcher.fetch(url);
    expect(answer).toMatchObject({ url, finalUrl: url, status: 200, redirects: [] });
    expect(Buffer.from(answer.body).toString('utf8')).toBe('<h1>Hällo</h1>');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-many': 'a, b',
    });
    expect(answer.elapsedMs).toBeGreaterThan(0);
  });

  it('says who is asking and what it can read, and asks for the name', async () => {
    const url = at('headers.test', '/a?b=c', page('x'));
    await fetcher.fetch(`${url}#part`, { accept: 'html' });
    const [request] = web.requests({ host: 'headers.test' });
    expect(request?.path).toBe('/a?b=c');
    expect(request?.headers).toMatchObject({
      host: `headers.test:${web.originPort}`,
      'user-agent': defaultUserAgent,
      'accept-encoding': 'gzip, deflate, br, zstd',
      accept: expect.stringContaining('text/html'),
    });
    expect(defaultUserAgent).toMatch(/^Sluice\/\d+\.\d+\.\d+ \(\+https:\/\//);
  });

  it('keeps the connection for the next page of the host, errors and redirects included', async () => {
    web.site('reuse.test', {
      '/': 'home',
      '/moved': redirect('/'),
      '/missing': status(404),
    });
    const urls = ['/', '/moved', '/missing', '/'].map((path) =>
      web.originUrl(`http://reuse.test${path}`),
    );
    for (const url of urls) await fetcher.fetch(url).catch(() => undefined);
    expect(web.counts().byHost['reuse.test']).toMatchObject({ requests: 5, connections: 1 });
  });

  describe.each(['gzip', 'br', 'deflate', 'zstd'] as const)('with %s', (compress) => {
    it('decodes the body', async () => {
      const body = 'Grüße '.repeat(20_000);
      const url = at(`${compress}.test`, '/', page(body, { compress }));
      const answer = await fetcher.fetch(url);
      expect(Buffer.from(answer.body).toString('utf8')).toBe(body);
    });

    it('refuses a body that unpacks to more than the limit', async () => {
      const url = at(`${compress}.test`, '/large', page(Buffer.alloc(2 * mebibyte), { compress }));
      await expect(fetcher.fetch(url)).rejects.toMatchObject({ code: 'body_too_large' });
    });

    it('returns the beginning of such a body where that is asked for', async () => {
      const url = at(`${compress}.test`, '/start', page('0123456789'.repeat(1_000), { compress }));
      const answer = await fetcher.fetch(url, { maxBytes: 4_096, overflow: 'truncate' });
      expect(Buffer.from(answer.body).toString()).toBe('0123456789'.repeat(1_000).slice(0, 4_096));
    });

    it('refuses garbage', async () => {
      const headers = { 'content-encoding': compress };
      const url = at(`${compress}.test`, '/garbage', page('not packed at all', { headers }));
      await expect(fetcher.fetch(url)).rejects.toMatchObject({ code: 'decode_failed' });
    });
  });

  it('decodes a bare deflate stream and stacked codings', async () => {
    const { deflateRawSync, gzipSync, brotliCompressSync } = await import('node:zlib');
    const bare = page(deflateRawSync('bare'), { headers: { 'content-encoding': 'deflate' } });
    const stacked = page(gzipSync(brotliCompressSync('stacked')), {
      headers: { 'content-encoding': 'br, identity, x-gzip' },
    });
    const answers = [
      at('odd-coding.test', '/bare', bare),
      at('odd-coding.test', '/stacked', stacked),
    ];
    const bodies = await Promise.all(answers.map(async (url) => (await fetcher.fetch(url)).body));
    expect(bodies.map((body) => Buffer.from(body).toString())).toEqual(['bare', 'stacked']);
  });

  it('returns an empty body for an empty answer, whatever coding it claims', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-length': 0 };
    const url = at('empty.test', '/', page('', { headers }));
    expect((await fetcher.fetch(url)).body).toHaveLength(0);
  });

  it('reads no more of an endless body than was asked for', async () => {
    const url = at('endless.test', '/', endless());
    const answer = await fetcher.fetch(url, { maxBytes: 500_000, overflow: 'truncate' });
    expect(answer.body).toHaveLength(500_000);
    await web.waitFor({ host: 'endless.test', outcome: 'aborted' });
  });

  describe('following redirects', () => {
    it('goes on for five and says where they led', async () => {
      web.site('chain.test', redirectChain('/start', 5, page('there')));
      const answer = await fetcher.fetch(web.originUrl('http://chain.test/start'));
      expect(answer.redirects).toEqual(
        [1, 2, 3, 4, 5].map((hop) => web.originUrl(`http://chain.test/start/${hop}`)),
      );
      expect(answer.finalUrl).toBe(answer.redirects.at(-1));
      expect(Buffer.from(answer.body).toString()).toBe('there');
      expect(answer.isDowngraded).toBe(false);
    });

    it('stops at the sixth', async () => {
      web.site('long.test', redirectChain('/start', 6, page('there')));
      const url = web.originUrl('http://long.test/start');
      await expect(fetcher.fetch(url)).rejects.toMatchObject({ code: 'too_many_redirects' });
      expect(web.counts().byHost['long.test']?.requests).toBe(6);
    });

    it.each([[['/self']], [['/a', '/b']], [['/1', '/2', '/3']]])(
      'notices the circle %j',
      async (paths) => {
        web.site('loop.test', redirectLoop(...paths));
        const url = web.originUrl(`http://loop.test${paths[0]}`);
        await expect(fetcher.fetch(url)).rejects.toMatchObject({ code: 'redirect_loop' });
      },
    );

    it('sends neither credentials nor fragment, and reports neither', async () => {
      const target = web.originUrl('http://target.test/x').replace('http://', 'http://me:secret@');
      web.site('target.test', { '/x': 'here' });
      const url = at('from.test', '/', redirect(`${target}#top`));
      const answer = await fetcher.fetch(url);
      expect(answer.finalUrl).toBe(web.originUrl('http://target.test/x'));
      expect(web.requests({ host: 'target.test' })[0]?.headers.authorization).toBeUndefined();
    });

    it('reads a Location in UTF-8', async () => {
      web.site('utf8.test', {
        '/%C3%BCber': 'about',
        '/': redirect(Buffer.from('/über').toString('latin1')),
      });
      const answer = await fetcher.fetch(web.originUrl('http://utf8.test/'));
      expect(answer.finalUrl).toBe(web.originUrl('http://utf8.test/%C3%BCber'));
    });
  });

  describe('by content type', () => {
    it.each([
      ['html', 'text/html', null],
      ['html', 'application/xhtml+xml; charset=utf-8', null],
      ['html', null, null],
      ['html', 'image/png', 'not_html'],
      ['html', 'application/pdf', 'not_html'],
      ['html', 'text/plain', 'not_html'],
      ['xml', 'application/xml', null],
      ['xml', 'application/rss+xml', null],
      ['xml', 'application/x-gzip', null],
      ['xml', 'text/html', 'wrong_type'],
      ['text', 'text/plain', null],
      ['text', 'video/mp4', 'wrong_type'],
      ['any', 'video/mp4', null],
    ] as const)('for %s takes `%s` or says %s', async (accept, contentType, code) => {
      const url = at('types.test', `/${accept}/${contentType}`, page('x', { contentType }));
      const outcome = await fetcher.fetch(url, { accept }).then(
        ({ status: answered }) => answered,
        (error: StageError) => error.code,
      );
      expect(outcome).toBe(code ?? 200);
    });

    it('does not download what it refuses', async () => {
      const url = at('video.test', '/', endless({ contentType: 'video/mp4' }));
      await expect(fetcher.fetch(url, { accept: 'html' })).rejects.toMatchObject({
        code: 'not_html',
      });
      await web.waitFor({ host: 'video.test', outcome: 'aborted' });
    });
  });

  describe('when aborted', () => {
    it('rejects with the reason and ends the connection', async () => {
      const url = at('abort.test', '/', hang());
      const controller = new AbortController();
      const fetched = fetcher.fetch(url, { signal: controller.signal });
      await web.waitFor({ host: 'abort.test' });
      const reason = new Error('enough');
      controller.abort(reason);
      await expect(fetched).rejects.toBe(reason);
      await web.waitFor({ host: 'abort.test', outcome: 'aborted' });
    });

    it('does not begin when that was before', async () => {
      const url = at('aborted-before.test', '/', page('x'));
      const fetched = fetcher.fetch(url, { signal: AbortSignal.abort(new Error('no')) });
      await expect(fetched).rejects.toThrow('no');
      expect(web.requests({ host: 'aborted-before.test' })).toEqual([]);
    });
  });
});
