import {
  createTestWeb,
  dropConnection,
  firstTimes,
  hang,
  page,
  redirect,
  redirectChain,
  redirectLoop,
  robots,
  status,
  text,
  truncatedGzip,
  type Handler,
  type TestWeb,
} from '@sluice/testkit';
import { systemClock } from '@sluice/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpFetcher } from '../fetch/http-fetcher.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import { createRobots } from './robots.ts';

describe('createRobots', () => {
  let web: TestWeb;
  let fetcher: PageFetcher;
  beforeAll(async () => {
    web = await createTestWeb();
    fetcher = createHttpFetcher({ proxy: web.proxyUrl, extraCa: web.caCertificate });
  });
  afterAll(async () => {
    await fetcher.close();
    await web.close();
  });

  function askingFor(host: string, handler: Handler, path = '/page') {
    web.site(host, { '/robots.txt': handler });
    return createRobots({ fetcher }).check(`http://${host}${path}`);
  }

  it('obeys the rules for everybody', async () => {
    const rules = robots({ disallow: ['/private', '/*.pdf$'], allow: ['/private/open'] });
    const ask = (path: string) => askingFor('rules.test', rules, path);
    expect((await ask('/')).allowed).toBe(true);
    expect((await ask('/private/x')).allowed).toBe(false);
    expect((await ask('/private/open/x')).allowed).toBe(true);
    expect((await ask('/a.pdf')).allowed).toBe(false);
    expect((await ask('/a.pdf?x')).allowed).toBe(true);
  });

  it('obeys the rules for us before those for everybody', async () => {
    const lines =
      'User-agent: *\nDisallow: /\n\nUser-agent: SLUICE/9.9\nDisallow: /no\nCrawl-delay: 2\n';
    const verdict = await askingFor('group.test', text(lines));
    expect(verdict).toMatchObject({ allowed: true, crawlDelayMs: 2_000 });
    expect((await askingFor('group.test', text(lines), '/no')).allowed).toBe(false);
  });

  it('goes by another name where it is given one', async () => {
    web.site('named.test', { '/robots.txt': robots({ userAgent: 'otherbot', disallow: ['/'] }) });
    const other = createRobots({ fetcher, userAgent: 'OtherBot' });
    expect((await other.check('http://named.test/')).allowed).toBe(false);
    expect((await createRobots({ fetcher }).check('http://named.test/')).allowed).toBe(true);
  });

  it('gives out sitemaps, absolute, each once, of the web only', async () => {
    const sitemaps = ['/map.xml', 'https://other.test/map.xml', '/map.xml', 'ftp://x/map.xml'];
    const verdict = await askingFor('maps.test', robots({ sitemaps }));
    expect(verdict.sitemaps).toEqual(['http://maps.test/map.xml', 'https://other.test/map.xml']);
  });

  it.each([
    ['3', 3_000],
    ['0.5', 500],
    ['99999', 10_000],
    ['-1', 0],
    ['soon', 0],
  ])('takes a crawl delay of %s for %i ms', async (delay, crawlDelayMs) => {
    const verdict = await askingFor('delay.test', text(`User-agent: *\nCrawl-delay: ${delay}\n`));
    expect(verdict.crawlDelayMs).toBe(crawlDelayMs);
  });

  it('reads past a byte order mark, comments and odd line ends', async () => {
    const lines = '\uFEFFUSER-AGENT: * # all\rDISALLOW:/a\r\ndisallow : /b # c\n';
    const ask = (path: string) => askingFor('odd.test', text(lines), path);
    expect((await ask('/a')).allowed).toBe(false);
    expect((await ask('/b')).allowed).toBe(false);
    expect((await ask('/c')).allowed).toBe(true);
  });

  describe.each<[string, Handler]>([
    ['404', status(404)],
    ['403', status(403)],
    ['401', status(401)],
    ['410', status(410)],
    ['an HTML page', page('<!doctype html><p>User-agent: nothing of the kind')],
    ['an empty file', text('')],
    ['a redirect to itself', redirect('/robots.txt')],
    ['a redirect to nowhere', status(302)],
  ])('answered with %s', (_name, handler) => {
    it('allows everything', async () => {
      const verdict = await askingFor('absent.test', handler);
      expect(verdict).toEqual({ allowed: true, crawlDelayMs: 0, sitemaps: [] });
    });
  });

  describe.each<[string, Handler, string]>([
    ['500', status(500), 'http_500'],
    ['503', status(503), 'http_503'],
    ['429', status(429), 'http_429'],
    ['a broken connection', dropConnection('reset'), 'connection_reset'],
    ['half a file', truncatedGzip('User-agent: *\nDisallow: /\n'.repeat(100)), 'decode_failed'],
  ])('answered with %s', (_name, handler, because) => {
    it('forbids everything for now', async () => {
      await expect(askingFor('failing.test', handler)).rejects.toMatchObject({
        code: 'robots_unreachable',
        disposition: 'retry',
        message: expect.stringContaining(because),
      });
    });
  });

  it('forbids everything for now when the server is silent', async () => {
    web.site('silent.test', { '/robots.txt': hang() });
    const limits = { headersTimeoutMs: 300 };
    const impatient = createHttpFetcher({ proxy: web.proxyUrl, limits });
    const checker = createRobots({ fetcher: impatient });
    await expect(checker.check('http://silent.test/')).rejects.toMatchObject({
      code: 'robots_unreachable',
      message: expect.stringContaining('headers_timeout'),
    });
    await impatient.close();
  });

  it.each([429, 503])('waits as long as %i asks for', async (code) => {
    await expect(askingFor('later.test', status(code, { retryAfter: 30 }))).rejects.toMatchObject({
      code: `http_${code}`,
      disposition: 'defer',
      retryAfterMs: 30_000,
    });
  });

  it('tells a host that does not exist as such', async () => {
    await expect(createRobots({ fetcher }).check('http://nobody.test/')).rejects.toMatchObject({
      code: 'host_not_found',
    });
  });

  it('follows five redirects, to other hosts too, and applies the rules to the first', async () => {
    const rules = robots({ disallow: ['/secret'] });
    web.site(
      'moved.test',
      redirectChain('/robots.txt', 4, redirect('http://rules-elsewhere.test/r')),
    );
    web.site('rules-elsewhere.test', { '/r': rules });
    const checker = createRobots({ fetcher });
    expect((await checker.check('http://moved.test/secret')).allowed).toBe(false);
    expect((await checker.check('http://moved.test/open')).allowed).toBe(true);
  });

  it('takes a circle or a chain without end for no file', async () => {
    web.site('circle.test', redirectLoop('/robots.txt', '/a', '/b'));
    web.site('chain.test', redirectChain('/robots.txt', 6, robots({ disallow: ['/'] })));
    const checker = createRobots({ fetcher });
    expect((await checker.check('http://circle.test/')).allowed).toBe(true);
    expect((await checker.check('http://chain.test/')).allowed).toBe(true);
  });

  it('reads 500 KiB and ignores what follows', async () => {
    const padded = (paddingBytes: number) => robots({ disallow: ['/x'], paddingBytes });
    expect((await askingFor('long.test', padded(480 * 1024), '/x')).allowed).toBe(false);
    expect((await askingFor('longer.test', padded(600 * 1024), '/x')).allowed).toBe(true);
  });

  it('asks once for all who ask at the same time, and then keeps the answer for a day', async () => {
    let now = Date.UTC(2026, 0, 1);
    web.site('once.test', { '/robots.txt': robots({ disallow: ['/no'] }) });
    const checker = createRobots({ fetcher, clock: { ...systemClock, now: () => now } });
    const pages = Array.from({ length: 20 }, (_, number) => `http://once.test/${number}`);
    await Promise.all(pages.map((url) => checker.check(url)));
    now += 24 * 60 * 60 * 1_000 - 1;
    await checker.check('http://once.test/no');
    expect(web.counts().byUrl['http://once.test/robots.txt']).toBe(1);
    now += 1;
    await checker.check('http://once.test/no');
    expect(web.counts().byUrl['http://once.test/robots.txt']).toBe(2);
  });

  it('asks every origin for its own', async () => {
    web.site('origins.test', {
      'http://origins.test/robots.txt': robots({ disallow: ['/'] }),
      'https://origins.test/robots.txt': robots({}),
    });
    const checker = createRobots({ fetcher });
    expect((await checker.check('http://origins.test/')).allowed).toBe(false);
    expect((await checker.check('https://origins.test/')).allowed).toBe(true);
  });

  it('does not remember a failure', async () => {
    web.site('recovering.test', { '/robots.txt': firstTimes(1, status(500), robots({})) });
    const checker = createRobots({ fetcher });
    await expect(checker.check('http://recovering.test/')).rejects.toMatchObject({
      code: 'robots_unreachable',
    });
    expect((await checker.check('http://recovering.test/')).allowed).toBe(true);
  });

  it('lets one who waits go without disturbing the others', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    web.site('shared.test', {
      '/robots.txt': async (exchange) => {
        await released;
        await robots({ disallow: ['/'] })(exchange);
      },
    });
    const checker = createRobots({ fetcher });
    const controller = new AbortController();
    const leaving = checker.check('http://shared.test/', controller.signal);
    const staying = checker.check('http://shared.test/');
    await web.waitFor('http://shared.test/robots.txt');
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    release();
    expect((await staying).allowed).toBe(false);
  });
});
