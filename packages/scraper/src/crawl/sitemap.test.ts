import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSitemap } from './sitemap.ts';

const base = 'https://a.test/sitemap.xml';
const urlset = (entries: string): string =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries}</urlset>`;
const entry = (address: string): string =>
  `<url><loc>${address}</loc><lastmod>2026-11-22</lastmod></url>`;

describe('parseSitemap', () => {
  it('reads pages, entities and relative addresses included', () => {
    const text = urlset(`${entry('https://a.test/?a=1&amp;b=2')}${entry(' /contact\n')}`);
    expect(parseSitemap(text, base)).toEqual({
      pages: ['https://a.test/?a=1&b=2', 'https://a.test/contact'],
      sitemaps: [],
    });
  });

  it('reads an index, with or without prefixes', () => {
    const text = `<s:sitemapindex xmlns:s="x"><s:sitemap><s:loc>https://a.test/one.xml</s:loc></s:sitemap>
      <s:sitemap><s:loc><![CDATA[https://a.test/two.xml.gz]]></s:loc></s:sitemap></s:sitemapindex>`;
    expect(parseSitemap(text, base)).toEqual({
      pages: [],
      sitemaps: ['https://a.test/one.xml', 'https://a.test/two.xml.gz'],
    });
  });

  it('reads a plain list', () => {
    const { pages } = parseSitemap('https://a.test/x\nhttps://a.test/y\n', base);
    expect(pages).toEqual(['https://a.test/x', 'https://a.test/y']);
  });

  it.each([
    '',
    '<html><body>Not found<br></body></html>',
    '<urlset><url></url></urlset>',
    '<urlset><url><loc>javascript:x()</loc></url></urlset>',
    '<urlset>',
    '\u0000\u0001<',
    '<!DOCTYPE x [<!ENTITY a "&b;&b;">]><urlset/>',
  ])('finds nothing in %j', (text) => {
    expect(parseSitemap(text, base)).toEqual({ pages: [], sitemaps: [] });
  });

  it('gives the entries before the end of a file that was cut off anywhere', () => {
    const urls = ['https://a.test/1', 'https://a.test/2', 'https://a.test/3'];
    const text = urlset(urls.map(entry).join('\n'));
    const ends = urls.map((url) => text.indexOf(entry(url)) + entry(url).length);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (length) => {
        const whole = urls.filter((_, index) => ends[index]! <= length);
        expect(parseSitemap(text.slice(0, length), base).pages.slice(0, whole.length)).toEqual(
          whole,
        );
      }),
      { numRuns: 300 },
    );
  });
});
