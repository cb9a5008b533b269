import { gzipSync } from 'node:zlib';
import {
  calendarTrap,
  createTestWeb,
  makeTempFolder,
  page,
  redirect,
  robots,
  type TempFolder,
  type TestWeb,
} from '@sluice/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageArchive } from '../archive/page-archive.ts';
import { openPageArchive } from '../archive/warc-archive.ts';
import { createHttpFetcher } from '../fetch/http-fetcher.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import { defaultCrawlLimits } from './crawl-ports.ts';
import { crawlSite } from './crawl-site.ts';
import { defaultDependencies, keptUrls, resultOf } from './testing/crawl-web.ts';
import type { TestDocument } from './testing/parse-links.ts';

const home = 'http://shop.test/';
const link = (href: string, text: string): string => `<a href="${href}">${text}</a>`;

let web: TestWeb;
let temp: TempFolder;
let fetcher: PageFetcher;
let archive: PageArchive;
beforeEach(async () => {
  [web, temp] = await Promise.all([createTestWeb(), makeTempFolder()]);
  fetcher = createHttpFetcher({ proxy: web.proxyUrl, extraCa: web.caCertificate });
  archive = await openPageArchive({ folder: temp.path, runsFolder: temp.path });
});
afterEach(async () => {
  await Promise.all([fetcher.close(), archive.close(), web.close()]);
  await temp.remove();
});

/** The addresses of the pages that a crawl of the shop keeps, without the home page. */
async function crawl(url = home): Promise<string[]> {
  const outcome = await crawlSite<TestDocument>(
    { url, hasScheme: true },
    { ...defaultDependencies(fetcher, archive), limits: defaultCrawlLimits },
  );
  expect(resultOf({ outcome }).missed).toEqual([]);
  return keptUrls({ outcome }).slice(1);
}

/** Paths asked for, robots.txt and home page left out. */
function asked(host = 'shop.test'): string[] {
  const paths = web.requests({ host }).map(({ path }) => path);
  return paths.filter((path) => path !== '/robots.txt' && path !== '/');
}

describe('of copies of a page one is read', () => {
  it('in one language of eight, that of the home page', async () => {
    const languages = ['cs', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pl'];
    const menu = languages.map((code) => link(`/${code}/contact`, 'Contact')).join(' ');
    web.site('shop.test', {
      '/': redirect('/nl/'),
      ...Object.fromEntries(languages.map((code) => [`/${code}/`, `${code} ${menu}`])),
      ...Object.fromEntries(
        languages.map((code) => [`/${code}/contact`, `contact ${code} ${menu}`]),
      ),
    });
    expect(await crawl()).toEqual([`${home}nl/contact`]);
    expect(asked()).toEqual(['/nl/', '/nl/contact']);
  });

  it('in another language where the home page’s has none', async () => {
    web.site('shop.test', {
      '/de/': link('/en/contact', 'Contact') + link('/fr/contact', 'Contact'),
      '/en/contact': 'en',
      '/fr/contact': 'fr',
    });
    expect(await crawl(`${home}de/`)).toEqual([`${home}en/contact`]);
  });

  it('that name each other as alternates, where the addresses tell no language', async () => {
    const names = ['kontakt', 'contact-us', 'contactez-nous'];
    const alternates = names.map((name) => `<link rel="alternate" href="/${name}">`).join('');
    web.site('shop.test', {
      '/': names.map((name) => link(`/${name}`, name)).join(' '),
      ...Object.fromEntries(names.map((name) => [`/${name}`, `${alternates} ${name}`])),
    });
    expect(await crawl()).toEqual([`${home}kontakt`]);
    expect(asked()).toEqual(['/kontakt']);
  });

  it('with sessions, tracking and fragments in its address', async () => {
    web.site('shop.test', {
      '/': [
        '/contact;jsessionid=0A1B2C3D4E5F6071',
        '/contact?PHPSESSID=9f8e7d6c5b4a39281706',
        '/contact?sid=0123456789abcdef0123',
        '/contact?utm_source=menu&utm_medium=link',
        '/contact#form',
        '/contact#map',
      ]
        .map((href) => link(href, 'Contact'))
        .join(' '),
      '/contact': 'contact',
    });
    expect(await crawl()).toEqual([`${home}contact`]);
    expect(asked()).toEqual(['/contact']);
  });

  it('with and without www., under both schemes', async () => {
    web.site('shop.test', { '/': redirect('https://www.shop.test/', 301) });
    web.site('www.shop.test', {
      '/': [
        'http://shop.test/contact',
        'https://shop.test/contact',
        'http://www.shop.test/contact/',
        'https://www.shop.test/contact',
      ]
        .map((href) => link(href, 'Contact'))
        .join(' '),
      '/contact': 'contact',
    });
    expect(await crawl()).toEqual(['https://www.shop.test/contact']);
    expect(asked()).toEqual([]);
    expect(asked('www.shop.test')).toEqual(['/contact']);
  });

  it('and not its print view, nor a file of it', async () => {
    web.site('shop.test', {
      '/': [
        '/contact.pdf',
        '/vcard/contact.vcf',
        '/contact?print=1',
        '/print/contact',
        '/index.php?page=contact&format=pdf',
        '/get.php?file=contact.zip',
        '/contact?download=1',
        '/contact',
      ]
        .map((href) => link(href, 'Contact'))
        .join(' '),
      '/contact': 'contact',
    });
    expect(await crawl()).toEqual([`${home}contact`]);
    expect(asked()).toEqual(['/contact']);
  });
});

describe('the budget does not go', () => {
  it('to the further pages of a list', async () => {
    const pages = Array.from({ length: 20 }, (_, index) => index + 2);
    web.site('shop.test', {
      '/': link('/team', 'Team'),
      '/team': pages
        .flatMap((n) => [link(`/team?page=${n}`, `${n}`), link(`/team/page/${n}/`, 'Next')])
        .join(' '),
      ...Object.fromEntries(pages.map((n) => [`/team/page/${n}/`, `people, page ${n}`])),
    });
    expect(await crawl()).toEqual([`${home}team`]);
  });

  it('but a page that a number chooses is one', async () => {
    web.site('shop.test', {
      '/': link('/index.php?page=7', 'Contact') + link('/index.php?page=8', 'Products'),
      '/index.php?page=7': 'contact',
    });
    expect(await crawl()).toEqual([`${home}index.php?page=7`]);
  });

  it('to a calendar', async () => {
    web.site('shop.test', {
      '/': link('/calendar', 'Visit us: calendar'),
      ...calendarTrap('/calendar'),
    });
    expect(await crawl()).toEqual([`${home}calendar`]);
    expect(asked().filter((path) => path.startsWith('/calendar?'))).toEqual([]);
  });
});

const xml = (root: string, entry: string, urls: readonly string[]): string =>
  `<?xml version="1.0"?><${root}>${urls.map((url) => `<${entry}><loc>${url}</loc></${entry}>`).join('')}</${root}>`;
const index = (...urls: string[]) =>
  page(xml('sitemapindex', 'sitemap', urls), { contentType: 'application/xml' });
const urlset = (...urls: string[]) =>
  page(xml('urlset', 'url', urls), { contentType: 'application/xml' });

describe('sitemaps', () => {
  it('are read from an index of indexes, gzipped ones too, those of pages first', async () => {
    web.site('shop.test', {
      '/': 'nothing but text',
      '/robots.txt': robots({ sitemaps: [`${home}all.xml`] }),
      '/all.xml': index(`${home}posts.xml`, `${home}static-index.xml`),
      '/static-index.xml': index(`${home}pages.xml.gz`),
      '/pages.xml.gz': page(gzipSync(xml('urlset', 'url', [`${home}contact-us`])), {
        contentType: 'application/gzip',
      }),
      '/contact-us': 'contact',
    });
    expect(await crawl()).toEqual([`${home}contact-us`]);
    expect(asked()).toEqual(['/all.xml', '/static-index.xml', '/pages.xml.gz', '/contact-us']);
  });

  it('that are gone or lie on another host leave the others', async () => {
    web.site('shop.test', {
      '/': 'nothing but text',
      '/robots.txt': robots({
        sitemaps: [`${home}gone.xml`, 'http://other.test/sitemap.xml', `${home}here.xml`],
      }),
      '/here.xml': urlset('http://other.test/contact', `${home}contact`),
      '/contact': 'contact',
    });
    web.site('other.test', { '/sitemap.xml': urlset(`${home}about`), '/contact': 'contact' });
    expect(await crawl()).toEqual([`${home}contact`]);
    expect(asked('other.test')).toEqual([]);
  });

  it('that name each other in a circle are read once', async () => {
    web.site('shop.test', {
      '/': 'nothing but text',
      '/sitemap.xml': index(`${home}sitemap.xml`, `${home}two.xml`),
      '/two.xml': index(`${home}sitemap.xml`, `${home}two.xml`),
    });
    await crawl();
    expect(asked()).toEqual(['/sitemap.xml', '/two.xml', '/contact']);
  });

  it('without end are read as far as three files and 128 KiB each', async () => {
    const many = Array.from({ length: 50_000 }, (_, n) => `${home}product-${n}`);
    web.site('shop.test', {
      '/': 'nothing but text',
      '/sitemap.xml': index(...Array.from({ length: 500 }, (_, n) => `${home}part-${n}.xml`)),
      '/part-0.xml': urlset(`${home}contact`, ...many),
      '/part-1.xml': page(gzipSync(xml('urlset', 'url', [`${home}about`, ...many])), {
        contentType: 'application/gzip',
      }),
      '/contact': 'contact',
      '/about': 'about',
    });
    expect(await crawl()).toEqual([`${home}contact`, `${home}about`]);
    expect(asked()).toEqual(['/sitemap.xml', '/part-0.xml', '/part-1.xml', '/contact', '/about']);
  });
});
