import {
  createTestWeb,
  makeTempFolder,
  page,
  status,
  type TempFolder,
  type TestWeb,
} from '@sluice/testkit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openReplay } from '../archive/replay-fetcher.ts';
import { fetchError } from '../fetch/fetch-error.ts';
import { openPageArchive } from '../archive/warc-archive.ts';
import { createBrowserPool, type BrowserPool } from '../browser/browser-pool.ts';
import { createHttpFetcher } from '../fetch/http-fetcher.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import type { PageArchive } from '../archive/page-archive.ts';
import { defaultCrawlLimits, type CrawlDependencies, type CrawlOutcome } from './crawl-ports.ts';
import { neededBrowser } from './crawl-result.ts';
import { crawlSite } from './crawl-site.ts';
import { defaultDependencies, resultOf, withoutReferences } from './testing/crawl-web.ts';
import type { TestDocument } from './testing/parse-links.ts';

let web: TestWeb;
let temp: TempFolder;
let fetcher: PageFetcher;
let renderer: BrowserPool;
let archive: PageArchive;
beforeAll(async () => {
  [web, temp] = await Promise.all([createTestWeb(), makeTempFolder()]);
  fetcher = createHttpFetcher({ proxy: web.proxyUrl, extraCa: web.caCertificate });
  renderer = createBrowserPool({ proxy: web.proxyUrl, times: { settleMs: 1_500 } });
  archive = await openPageArchive({ folder: temp.path, runsFolder: temp.path });
});
afterEach(() => web.reset());
afterAll(async () => {
  await Promise.all([fetcher.close(), renderer.close(), archive.close()]);
  await Promise.all([web.close(), temp.remove()]);
});

function crawl(
  url: string,
  options: Partial<CrawlDependencies<TestDocument>> = {},
): Promise<CrawlOutcome<TestDocument>> {
  return crawlSite<TestDocument>(
    { url, hasScheme: true },
    {
      ...defaultDependencies(fetcher, archive),
      limits: defaultCrawlLimits,
      browser: { renderer, isFirst: false },
      ...options,
    },
  );
}

const missing = fetchError('browser_unavailable', 'x');
const shell = '<title>Shop</title><div id="root"></div><script src="/app.js"></script>';
const draws = (html: string) =>
  page(`root.innerHTML = ${JSON.stringify(html)}`, { contentType: 'text/javascript' });

test('an application shell is rendered, its links are followed, and what is kept is what was read', async () => {
  web.site('app.test', {
    '/': shell,
    '/app.js': draws('<h1>Tannert</h1><a href="/contact">Contact</a>'),
    '/contact': '<p>Call +44 20 7946 0000, we are in all day and glad to hear from you.</p>',
  });
  const outcome = await crawl('http://app.test/');
  expect(outcome).toMatchObject({ meta: { renderedPages: 1, renderedInVain: 0 } });
  const { pages } = resultOf({ outcome });
  expect(pages).toMatchObject([
    { url: 'http://app.test/', renderedFor: 'empty_shell', charset: 'utf-8' },
    { url: 'http://app.test/contact', role: 'contact' },
  ]);
  expect(pages[1]).not.toHaveProperty('renderedFor');
  const kept = await archive.read(pages[0]!.archive);
  expect(Buffer.from(kept!.body).toString()).toContain('<h1>Tannert</h1>');
  expect(kept?.headers['x-sluice-rendered-by']).toMatch(/^Chromium/);
  await archive.sync();

  const replay = await openReplay(`${temp.path}/${pages[0]!.archive.file}`);
  const again = await crawl('http://app.test/', { fetcher: replay, browser: null });
  await replay.close();
  const plain = pages.map(({ renderedFor: _need, ...rest }) => rest);
  expect(withoutReferences(resultOf({ outcome: again }))).toEqual(
    withoutReferences({ ...resultOf({ outcome }), pages: plain }),
  );
});

test('an ordinary site meets no browser', async () => {
  web.site('plain.test', { '/': '<p>Bread</p><a href="/contact">Contact</a>', '/contact': 'x' });
  const before = renderer.counters();
  expect(await crawl('http://plain.test/')).toMatchObject({ meta: { renderedPages: 0 } });
  expect(renderer.counters()).toEqual(before);
});

test('a page that scripts do not improve is kept as plain HTTP got it', async () => {
  web.site('slow.test', {
    '/': '<p>We bake.</p><script src="/broken.js"></script>',
    '/broken.js': status(404),
  });
  const outcome = await crawl('http://slow.test/');
  expect(outcome).toMatchObject({ meta: { renderedPages: 0, renderedInVain: 1 } });
  expect(resultOf({ outcome }).pages[0]).not.toHaveProperty('renderedFor');
});

test('where there is no browser, what plain HTTP got is kept', async () => {
  web.site('app.test', {});
  const none = { openSite: () => Promise.reject(missing), close: () => Promise.resolve() };
  const outcome = await crawl('http://app.test/', { browser: { renderer: none, isFirst: false } });
  expect(outcome).toMatchObject({ kind: 'crawled', meta: { renderedInVain: 1 } });
});

test('whoever wants cookies gets them, and a wall is left alone', async () => {
  web.site('biscuit.test', {
    '/': ({ response, headers }) => {
      const knows = headers.cookie?.includes('yes=1') === true;
      const ask = '<p>Please enable cookies to continue.</p>';
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(
        knows
          ? '<p>Bread, buns and rye, every morning but Monday.</p>'
          : `${ask}<script>if (!document.cookie) { document.cookie = 'yes=1'; location.reload(); }</script>`,
      );
    },
  });
  web.site('wall.test', {
    '/': '<title>Just a moment...</title><p>Checking if the site connection is secure</p><script src="/cf-chl-x.js"></script>',
  });
  const { pages } = resultOf({ outcome: await crawl('http://biscuit.test/') });
  expect(pages).toMatchObject([{ renderedFor: 'cookies_required' }]);
  const before = renderer.counters();
  await expect(crawl('http://wall.test/')).rejects.toMatchObject({ code: 'bot_wall' });
  expect(renderer.counters()).toEqual(before);
});

test('a site that was nothing without a browser is opened in it at once, with the same pages', async () => {
  const asked: string[] = [];
  web.site('joiner.test', {
    '/': ({ response, headers }) => {
      asked.push(/Chrome/.test(headers['user-agent'] ?? '') ? 'browser' : 'plain');
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(shell);
    },
    '/app.js': draws('<h1>Tannert</h1><p>Tools for joiners.</p>'),
  });
  const first = resultOf({ outcome: await crawl('http://joiner.test/') });
  expect(asked).toEqual(['plain', 'browser']);
  expect(neededBrowser(first)).toBe(true);
  asked.length = 0;
  const browser = { renderer, isFirst: false, wasNeeded: true };
  const second = resultOf({ outcome: await crawl('http://joiner.test/', { browser }) });
  expect(asked).toEqual(['browser']);
  expect(second.pages).toMatchObject([{ renderedFor: 'earlier_run' }]);
  expect(second.pages.map(({ sha256 }) => sha256)).toEqual(first.pages.map(({ sha256 }) => sha256));
  // What it did not see itself it does not pass on.
  expect(neededBrowser(second)).toBe(false);
});

test('a site that an earlier run rendered loses nothing where the browser brings nothing now', async () => {
  web.site('rebuilt.test', { '/': '<p>Joinery since 1950</p>' });
  const none = { openSite: () => Promise.reject(missing), close: () => Promise.resolve() };
  const browser = { renderer: none, isFirst: false, wasNeeded: true };
  const { pages } = resultOf({ outcome: await crawl('http://rebuilt.test/', { browser }) });
  expect(pages.map(({ url, renderedFor }) => [url, renderedFor])).toContainEqual([
    'http://rebuilt.test/',
    undefined,
  ]);
});

test('`always` reads every page in the browser', async () => {
  web.site('two.test', { '/': '<a href="/contact">Contact</a>', '/contact': '<p>x</p>' });
  const outcome = await crawl('http://two.test/', { browser: { renderer, isFirst: true } });
  expect(resultOf({ outcome }).pages.map(({ renderedFor }) => renderedFor)).toEqual([
    'always',
    'always',
  ]);
});
