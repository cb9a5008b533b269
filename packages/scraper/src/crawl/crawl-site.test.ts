import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crawlWeb, keptUrls, resultOf, withoutReferences, type Web } from './testing/crawl-web.ts';

const home = 'http://a.test/';
const robotsTxt = (...lines: string[]) => ({
  text: `User-agent: *\n${lines.join('\n')}\n`,
  type: 'text/plain',
});
const anchors = (...links: [string, string][]) =>
  links.map(([href, text]) => `<a href="${href}">${text}</a>`).join('\n');

describe('pages', () => {
  const web: Web = {
    [home]: anchors(['/about', 'About'], ['/products', 'Products'], ['/contact', 'Contact']),
    'http://a.test/about': `about ${anchors(['/', 'Home'], ['/about/team', 'Our team'])}`,
    'http://a.test/about/team': 'team',
    'http://a.test/contact': 'contact',
    'http://a.test/products': 'products',
  };

  it('are the home page and what its links promise, best first, with their links’ links', async () => {
    const crawl = await crawlWeb(web, home);
    expect(resultOf(crawl)).toMatchObject({
      homeUrl: home,
      missed: [],
      pages: [
        { url: home, role: 'home', charset: 'utf-8' },
        { url: 'http://a.test/contact', role: 'contact', bytes: 7 },
        { url: 'http://a.test/about', role: 'about' },
        { url: 'http://a.test/about/team', role: 'team' },
      ],
    });
    expect(crawl.requests).toEqual(keptUrls(crawl));
  });

  it('are handed over parsed, in the same order', async () => {
    const { outcome } = await crawlWeb(web, home);
    if (outcome.kind !== 'crawled') throw new Error('not crawled');
    expect(outcome.documents.map(({ url }) => url)).toEqual(keptUrls({ outcome }));
    expect(outcome.documents.map(({ role }) => role)).toEqual(['home', 'contact', 'about', 'team']);
  });

  it('are the same for the same web', async () => {
    const [one, two] = [await crawlWeb(web, home), await crawlWeb(web, home)];
    expect(withoutReferences(resultOf(one))).toEqual(withoutReferences(resultOf(two)));
    expect(one.requests).toEqual(two.requests);
  });

  it('end at the limits of pages, depth and bytes', async () => {
    const few = await crawlWeb(web, home, { limits: { maxPages: 2 } });
    expect(few.requests).toEqual([home, 'http://a.test/contact']);
    expect(few.outcome).toMatchObject({ meta: { stoppedBy: 'pages' } });
    const shallow = await crawlWeb(web, home, { limits: { maxDepth: 1 } });
    expect(keptUrls(shallow)).not.toContain('http://a.test/about/team');
    const small = await crawlWeb(web, home, { limits: { maxSiteBytes: 1 } });
    expect(small.requests).toEqual([home]);
    expect(small.outcome).toMatchObject({ meta: { stoppedBy: 'bytes' } });
  });

  it('that cannot be had are missed, and too many of them end the crawl', async () => {
    const broken = {
      [home]: anchors(['/contact', 'Contact'], ['/about', 'About'], ['/team', 'Team']),
      'http://a.test/contact': { text: '', status: 500 },
      'http://a.test/about': { text: '%PDF', type: 'application/pdf' },
    };
    expect(resultOf(await crawlWeb(broken, home)).missed).toEqual([
      { url: 'http://a.test/contact', role: 'contact', reason: 'http_500' },
      { url: 'http://a.test/about', role: 'about', reason: 'not_html' },
      { url: 'http://a.test/team', role: 'team', reason: 'http_404' },
    ]);
    const impatient = await crawlWeb(broken, home, { limits: { maxMisses: 2 } });
    expect(impatient.requests).toHaveLength(3);
    expect(impatient.outcome).toMatchObject({ meta: { stoppedBy: 'misses' } });
  });
});

describe('copies', () => {
  it('of a page under another address are kept once', async () => {
    const crawl = await crawlWeb(
      {
        [home]: anchors(
          ['/index.html', 'About'],
          ['/contact/', 'Contact'],
          ['/contact', 'Contact us'],
        ),
        'http://a.test/contact/': 'contact',
        'http://a.test/contact': 'contact, differently',
      },
      home,
    );
    expect(crawl.requests).toEqual([home, 'http://a.test/contact/']);
  });

  it('with the same bytes are kept once', async () => {
    const crawl = await crawlWeb(
      {
        [home]: anchors(['/kontakt', 'Kontakt'], ['/impressum', 'Impressum']),
        'http://a.test/kontakt': 'the same',
        'http://a.test/impressum': 'the same',
      },
      home,
    );
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/kontakt']);
    expect(crawl.outcome).toMatchObject({ meta: { duplicates: 1 } });
  });

  it('that redirect to one another are kept once', async () => {
    const crawl = await crawlWeb(
      {
        [home]: anchors(['/contact', 'Contact'], ['/about', 'About'], ['/team', 'Team']),
        'http://a.test/contact': 'contact',
        'http://a.test/about': { redirectTo: 'http://a.test/contact' },
        'http://a.test/team': { redirectTo: home },
      },
      home,
    );
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/contact']);
    expect(resultOf(crawl).missed).toEqual([]);
  });

  it('with the same canonical address are kept once, unless it is the home page’s', async () => {
    const canonical = (href: string) => `<link rel="canonical" href="${href}">`;
    const crawl = await crawlWeb(
      {
        [home]: anchors(['/contact', 'Contact'], ['/reach', 'Contact us'], ['/about', 'About']),
        'http://a.test/contact': `${canonical('/contact')} one`,
        'http://a.test/reach': `${canonical('/contact')} two`,
        'http://a.test/about': `${canonical('/')} three`,
      },
      home,
    );
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/contact', 'http://a.test/about']);
  });
});

describe('the home page', () => {
  it('is looked for under https, then http, where no scheme is given', async () => {
    const web = { 'http://a.test/': 'home' };
    const crawl = await crawlWeb(web, 'https://a.test/', { hasScheme: false });
    expect(resultOf(crawl).homeUrl).toBe('http://a.test/');
    await expect(crawlWeb(web, 'https://a.test/')).rejects.toMatchObject({ code: 'http_404' });
  });

  it('is looked for with www where the name does not exist', async () => {
    const crawl = await crawlWeb({ 'https://www.a.test/': 'home' }, 'https://a.test/');
    expect(crawl.outcome).toMatchObject({
      result: { homeUrl: 'https://www.a.test/' },
      meta: { homeRedirects: ['https://a.test/'], isOtherDomain: false },
    });
  });

  it('is the front page where the page that was named is gone', async () => {
    const crawl = await crawlWeb({ [home]: 'home' }, 'http://a.test/old/index.php');
    expect(resultOf(crawl).homeUrl).toBe(home);
  });

  it('fails with the reason of the first address', async () => {
    const refused = crawlWeb({ 'http://a.test/x': '' }, 'https://b.test/', { hasScheme: false });
    await expect(refused).rejects.toMatchObject({ code: 'host_not_found' });
    await expect(refused).rejects.toThrow('https://b.test/');
  });

  it('may live on another domain, which is noted', async () => {
    const crawl = await crawlWeb(
      {
        [home]: { redirectTo: 'https://new.test/' },
        'https://new.test/': anchors(['/contact', 'Contact'], ['http://a.test/contact', 'Contact']),
        'https://new.test/contact': 'contact',
      },
      home,
    );
    expect(keptUrls(crawl)).toEqual(['https://new.test/', 'https://new.test/contact']);
    expect(crawl.outcome).toMatchObject({ meta: { homeRedirects: [home], isOtherDomain: true } });
  });

  it('is where a refresh or a script leads, once', async () => {
    const refresh = (to: string) => `<meta http-equiv="refresh" content="0; url=${to}">`;
    const crawl = await crawlWeb(
      {
        [home]: refresh('/de/'),
        'http://a.test/de/': `${refresh('/de/more')} ${anchors(['kontakt', 'Kontakt'])}`,
        'http://a.test/de/kontakt': 'Kontakt',
        'http://b.test/': '<script>location.href = "/start.html"</script>',
        'http://b.test/start.html': anchors(['/contact', 'Contact']),
      },
      home,
    );
    expect(keptUrls(crawl)).toEqual(['http://a.test/de/', 'http://a.test/de/kontakt']);
    expect(crawl.outcome).toMatchObject({ meta: { homeRedirects: [home] } });
  });

  it('stays where it is when a refresh leads nowhere', async () => {
    const html = `<meta http-equiv="refresh" content="0; url=/gone"> ${anchors(['/contact', 'Contact'])}`;
    const crawl = await crawlWeb({ [home]: html, 'http://a.test/contact': 'contact' }, home);
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/contact']);
  });

  it('may be a frameset', async () => {
    const framed = await crawlWeb(
      {
        [home]: '<frameset><frame src="menu.html"><frame src="main.html"></frameset>',
        'http://a.test/menu.html': anchors(['contact.html', 'Contact']),
        'http://a.test/main.html': 'main',
        'http://a.test/contact.html': 'contact',
      },
      home,
    );
    expect(keptUrls(framed)).toEqual([
      home,
      'http://a.test/menu.html',
      'http://a.test/main.html',
      'http://a.test/contact.html',
    ]);
  });

  it('may be a frameset of framesets, and so may a page', async () => {
    const frameset = (...urls: string[]) =>
      `<frameset>${urls.map((url) => `<frame src="${url}">`).join('')}</frameset>`;
    const framed = await crawlWeb(
      {
        [home]: frameset('border.htm', 'inner.htm'),
        'http://a.test/inner.htm': frameset('menu.htm', 'main.htm'),
        'http://a.test/menu.htm': anchors(['reach.htm', 'Contact']),
        'http://a.test/main.htm': 'main',
        'http://a.test/reach.htm': frameset('title.htm', 'numbers.htm'),
        'http://a.test/title.htm': 'How to reach us',
        'http://a.test/numbers.htm': 'Phone 020 7946 0958, mail@a.test',
      },
      home,
    );
    expect(resultOf(framed).pages.map(({ url, role }) => [url.slice(home.length), role])).toEqual([
      ['', 'home'],
      ['inner.htm', 'entrance'],
      ['menu.htm', 'entrance'],
      ['main.htm', 'entrance'],
      ['title.htm', 'contact'],
      ['numbers.htm', 'contact'],
      ['reach.htm', 'contact'],
    ]);
    expect(framed.requests).not.toContain('http://a.test/border.htm');
  });

  it('reads no more than five pages of framesets without end', async () => {
    const endless = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        at === 0 ? home : `${home}${at}`,
        `<frameset><frame src="/${2 * at + 1}"><frame src="/${2 * at + 2}"></frameset>${at}`,
      ]),
    );
    const crawl = await crawlWeb(endless, home);
    expect(keptUrls(crawl)).toHaveLength(1 + 5);
  });

  it('may be a splash page', async () => {
    const splash = await crawlWeb(
      {
        [home]: anchors(['/site', 'Enter site']),
        'http://a.test/site': anchors(['/contact', 'Contact']),
        'http://a.test/contact': 'contact',
      },
      home,
    );
    expect(keptUrls(splash)).toContain('http://a.test/contact');
  });
});

describe('discovery beyond the home page', () => {
  const bare = { [home]: 'no links' };

  it('asks the sitemap that robots.txt names, index and gzip included', async () => {
    const crawl = await crawlWeb(
      {
        ...bare,
        'http://a.test/robots.txt': robotsTxt('Sitemap: http://a.test/index.xml'),
        'http://a.test/index.xml': xml('sitemapindex', 'sitemap', [
          'post-sitemap.xml',
          'page-sitemap.xml.gz',
        ]),
        'http://a.test/page-sitemap.xml.gz': {
          text: gzipSync(xml('urlset', 'url', ['contact-us', 'products']).text),
          type: 'application/gzip',
        },
        'http://a.test/contact-us': 'contact',
      },
      home,
    );
    expect(crawl.requests).toEqual([
      home,
      'http://a.test/index.xml',
      'http://a.test/page-sitemap.xml.gz',
      'http://a.test/post-sitemap.xml',
      'http://a.test/contact-us',
    ]);
    expect(crawl.outcome).toMatchObject({ meta: { wrongGuesses: 0 } });
  });

  it('guesses little: one sitemap, then the usual contact page', async () => {
    const crawl = await crawlWeb({ ...bare, 'http://a.test/contact': 'contact' }, home);
    expect(crawl.requests).toEqual([home, 'http://a.test/sitemap.xml', 'http://a.test/contact']);
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/contact']);
    const nothing = await crawlWeb(bare, home);
    expect(nothing.requests).toHaveLength(3);
    expect(resultOf(nothing).missed).toEqual([]);
    expect(nothing.outcome).toMatchObject({ meta: { guessedPages: 1, wrongGuesses: 1 } });
  });

  it.each([
    ['links to its contact page', anchors(['/contact', 'Contact'])],
    ['says how to reach it', anchors(['mailto:info@a.test', 'info@a.test'])],
    ['says its number', anchors(['tel:+12025550123', 'call'])],
  ])('is not needed where the home page %s', async (_case, html) => {
    const crawl = await crawlWeb({ [home]: html, 'http://a.test/contact': 'contact' }, home);
    expect(crawl.requests).not.toContain('http://a.test/sitemap.xml');
  });

  it('reads a little further where no contact page is found', async () => {
    const links: [string, string][] = ['one', 'two', 'three'].map((name) => [`/${name}`, name]);
    const pages = links.map(([path]) => [`http://a.test${path}`, `page ${path}`]);
    const crawl = await crawlWeb({ [home]: anchors(...links), ...Object.fromEntries(pages) }, home);
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/one', 'http://a.test/two']);
  });

  it('reads privacy pages only where no contact page is found', async () => {
    const links = anchors(['/privacy', 'Privacy'], ['/contact', 'Contact']);
    const web: Web = { [home]: links, 'http://a.test/privacy': 'privacy' };
    expect(keptUrls(await crawlWeb(web, home))).toContain('http://a.test/privacy');
    const crawl = await crawlWeb({ ...web, 'http://a.test/contact': 'contact' }, home);
    expect(keptUrls(crawl)).toEqual([home, 'http://a.test/contact']);
  });
});

describe('robots.txt', () => {
  it('may refuse the whole site', async () => {
    const web = { [home]: 'home', 'http://a.test/robots.txt': robotsTxt('Disallow: /') };
    const crawl = await crawlWeb(web, home);
    expect(crawl).toEqual({ outcome: { kind: 'disallowed', url: home }, requests: [] });
  });

  it('of where a redirect leads counts too', async () => {
    const crawl = await crawlWeb(
      {
        [home]: { redirectTo: 'http://b.test/' },
        'http://b.test/': 'home',
        'http://b.test/robots.txt': robotsTxt('Disallow: /'),
      },
      home,
    );
    expect(crawl.outcome.kind).toBe('disallowed');
  });

  it('may refuse single pages, which are never asked for', async () => {
    const crawl = await crawlWeb(
      {
        [home]: anchors(['/contact', 'Contact'], ['/about', 'About']),
        'http://a.test/contact': 'contact',
        'http://a.test/about': 'about',
        'http://a.test/robots.txt': robotsTxt('Crawl-delay: 2', 'Disallow: /contact'),
      },
      home,
    );
    expect(crawl.requests).toEqual([home, 'http://a.test/about']);
    expect(resultOf(crawl).missed).toEqual([
      { url: 'http://a.test/contact', role: 'contact', reason: 'robots_disallowed' },
    ]);
    expect(crawl.outcome).toMatchObject({ meta: { crawlDelayMs: 2_000 } });
  });
});

it('misses inner pages that lead to another site', async () => {
  const crawl = await crawlWeb(
    {
      [home]: anchors(['/contact', 'Contact']),
      'http://a.test/contact': { redirectTo: 'http://forms.test/a' },
      'http://forms.test/a': 'form',
    },
    home,
  );
  expect(resultOf(crawl).missed).toMatchObject([{ reason: 'left_site' }]);
});

function xml(
  root: string,
  entry: string,
  paths: readonly string[],
): { text: string; type: string } {
  const entries = paths.map((path) => `<${entry}><loc>http://a.test/${path}</loc></${entry}>`);
  return { text: `<${root}>${entries.join('')}</${root}>`, type: 'application/xml' };
}
