import { join } from 'node:path';
import {
  calendarTrap,
  createTestWeb,
  firstTimes,
  makeTempFolder,
  page,
  redirect,
  resetAfter,
  robots,
  status,
  type TempFolder,
  type TestWeb,
} from '@sluice/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArchivingFetcher } from '../archive/archive-answer.ts';
import type { PageArchive } from '../archive/page-archive.ts';
import { openReplay } from '../archive/replay-fetcher.ts';
import { openPageArchive } from '../archive/warc-archive.ts';
import { createHttpFetcher } from '../fetch/http-fetcher.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import { createRobots } from '../robots/robots.ts';
import { defaultCrawlLimits, type CrawlDependencies, type CrawlOutcome } from './crawl-ports.ts';
import { crawlSite } from './crawl-site.ts';
import { defaultDependencies, resultOf, withoutReferences } from './testing/crawl-web.ts';
import type { TestDocument } from './testing/parse-links.ts';

const home = 'http://shop.test/';
const links = '<a href="/contact">Contact</a> <a href="/about">About</a>';

describe('a crawl over the network', () => {
  let web: TestWeb;
  let temp: TempFolder;
  let fetcher: PageFetcher;
  let archive: PageArchive;
  beforeEach(async () => {
    [web, temp] = await Promise.all([createTestWeb(), makeTempFolder()]);
    fetcher = createHttpFetcher({ proxy: web.proxyUrl, extraCa: web.caCertificate });
    archive = await openArchive('run-1');
  });
  afterEach(async () => {
    await Promise.all([fetcher.close(), archive.close(), web.close()]);
    await temp.remove();
  });

  function openArchive(run: string): Promise<PageArchive> {
    return openPageArchive({ folder: join(temp.path, run), runsFolder: temp.path });
  }

  function crawl(
    options: Partial<CrawlDependencies<TestDocument>> = {},
    request = { url: home, hasScheme: true },
  ): Promise<CrawlOutcome<TestDocument>> {
    const source = options.fetcher ?? fetcher;
    const kept = options.archive ?? archive;
    return crawlSite<TestDocument>(request, {
      ...defaultDependencies(source, kept),
      robots: createRobots({ fetcher: createArchivingFetcher(source, kept) }),
      limits: defaultCrawlLimits,
      ...options,
    });
  }

  it('keeps the pages that it cites', async () => {
    web.site('shop.test', {
      '/': page(`<meta charset="windows-1252">Müller ${links}`, {
        encoding: 'latin1',
        contentType: 'text/html',
        compress: 'gzip',
      }),
      '/contact': page('contact', { compress: 'br' }),
    });
    const { pages } = resultOf({ outcome: await crawl() });
    expect(pages.map(({ charset }) => charset)).toEqual(['windows-1252', 'utf-8']);
    for (const { url, sha256, bytes, archive: reference } of pages) {
      const kept = await archive.read(reference);
      expect(kept).toMatchObject({ url, status: 200 });
      expect(kept!.body.byteLength).toBe(bytes);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('comes to the same from its own archive', async () => {
    web.site('shop.test', {
      'http://shop.test/': redirect('https://www.shop.test/', 301),
      '/robots.txt': robots({ disallow: ['/about'] }),
    });
    web.site('www.shop.test', {
      '/': `${links} <a href="/team">Our team</a> <a href="/imprint">Imprint</a> <a href="/index.php">About us</a> <a href="/legal">Legal notice</a>`,
      '/robots.txt': robots({ disallow: ['/imprint'], crawlDelay: 0 }),
      '/index.php': page('the very same'),
      '/contact': redirect('/contact/us'),
      '/contact/us': 'contact',
      '/about': page('the very same'),
      '/team': status(403),
      '/legal': status(403, { headers: { 'cf-mitigated': 'challenge' } }),
    });
    const live = resultOf({ outcome: await crawl() });
    const reasons = live.missed.map(({ reason }) => reason);
    expect(reasons.toSorted()).toEqual(['bot_wall', 'http_403', 'robots_disallowed']);
    await archive.sync();
    const replay = await openReplay(join(temp.path, live.pages[0]!.archive.file));
    web.reset();
    const again = await openArchive('run-2');
    const replayed = resultOf({ outcome: await crawl({ fetcher: replay, archive: again }) });
    await Promise.all([replay.close(), again.close()]);
    expect(withoutReferences(replayed)).toEqual(withoutReferences(live));
    expect(web.requests()).toEqual([]);
  });

  it('uses http where https is refused and no scheme was given', async () => {
    web.site('shop.test', { 'http://shop.test/': 'home' }, { https: 'refused' });
    const request = { url: 'https://shop.test/', hasScheme: false };
    expect(resultOf({ outcome: await crawl({}, request) }).homeUrl).toBe(home);
    const insisting = crawl({}, { ...request, hasScheme: true });
    await expect(insisting).rejects.toMatchObject({ code: 'connection_refused' });
  });

  it('tries an inner page again as long as retries are left', async () => {
    web.site('shop.test', {
      '/': links,
      '/contact': firstTimes(2, resetAfter(10), page('contact')),
      '/about': status(502),
    });
    const pauses: number[] = [];
    let retries = 3;
    const result = resultOf({
      outcome: await crawl({
        spendRetry: () => retries-- > 0,
        clock: { now: () => 0, sleep: async (ms) => void pauses.push(ms) },
      }),
    });
    expect(result.pages.map(({ role }) => role)).toEqual(['home', 'contact']);
    expect(result.missed).toMatchObject([{ role: 'about', reason: 'http_502' }]);
    expect(pauses).toEqual([500, 1_000, 500]);
    expect(web.requests(`${home}about`)).toHaveLength(2);
  });

  it('leaves a failing home page to the engine', async () => {
    web.site('shop.test', { '/': status(502) });
    const spendRetry = (): boolean => {
      throw new Error('not the crawl’s to spend');
    };
    const failure = { code: 'http_502', disposition: 'retry' };
    await expect(crawl({ spendRetry })).rejects.toMatchObject(failure);
  });

  it('passes on that a host says later, unless the record has waited often enough', async () => {
    const later = status(429, { retryAfter: 30 });
    web.site('shop.test', { '/': links, '/contact': 'contact', '/about': later });
    const deferral = { code: 'http_429', disposition: 'defer', retryAfterMs: 30_000 };
    await expect(crawl({ mayDefer: () => true })).rejects.toMatchObject(deferral);
    const result = resultOf({ outcome: await crawl({ mayDefer: () => false }) });
    expect(result.missed).toMatchObject([{ url: `${home}about`, reason: 'http_429' }]);
    web.site('shop.test', { '/': later });
    await expect(crawl({ mayDefer: () => false })).rejects.toMatchObject(deferral);
  });

  it('does not get lost in a calendar', async () => {
    web.site('shop.test', {
      '/': `<a href="/calendar">Visit us: calendar</a>`,
      ...calendarTrap('/calendar'),
    });
    const outcome = await crawl();
    expect(resultOf({ outcome }).pages.map(({ role }) => role)).toEqual(['home', 'locations']);
    expect(web.requests({ host: 'shop.test' }).length).toBeLessThanOrEqual(5);
  });

  it('asks for one page at a time', async () => {
    web.site('shop.test', { '/': links, '/contact': 'contact', '/about': 'about' });
    await crawl();
    expect(web.counts().byHost['shop.test']).toMatchObject({
      requests: 4,
      maxConcurrentRequests: 1,
    });
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    web.site('shop.test', {
      '/': links,
      '/contact': () => controller.abort(new Error('the deadline')),
    });
    await expect(crawl({ signal: controller.signal })).rejects.toThrow('the deadline');
    expect(web.requests(`${home}about`)).toEqual([]);
  });
});
