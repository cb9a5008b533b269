import { describe, expect, it } from 'vitest';
import { pageText } from '../page/page-text.ts';
import type { PageDocument } from '../page/page-document.ts';
import { parsePage } from '../page/parse-page.ts';
import { extractContact } from './contact/extract-contact.ts';
import { extractIdentity } from './identity/extract-identity.ts';

/** Size of the pages, in characters, and how long one may take: usual pages of that size take half a second. */
const SIZE = 1_000_000;
const MAX_MS = 8_000;
/** No value of a column, and no quote, is longer; in characters. */
const MAX_VALUE = 10_000;

const url = 'https://www.acme.example/';

function parsed(html: string): PageDocument {
  return parsePage({ url, html, sha256: 'x', charset: 'utf-8', role: 'home' });
}

function extract(html: string) {
  const document = parsed(html);
  const identity = extractIdentity([document], { siteUrl: url });
  const contact = extractContact([document], { siteUrl: url, country: 'US' });
  const columns: Record<string, unknown> = { ...identity.columns, ...contact.columns };
  return { document, columns, evidence: [...identity.evidence, ...contact.evidence] };
}

const filledWith = (part: string, size = SIZE): string =>
  part.repeat(Math.ceil(size / part.length)).slice(0, size);
const paragraph = (part: string): string => `<p>${filledWith(part)}</p>`;
const jsonLd = (json: string): string => `<script type="application/ld+json">${json}</script>`;
const organisation = '<div itemscope itemtype="http://schema.org/Organization">';

const pages: Record<string, string> = {
  'spaces in a title': `<title>Acme${filledWith(' ')}x</title>`,
  'spaces in a meta': filledWith(`<meta property="og:site_name" content="${' '.repeat(3_900)}x">`),
  'separators in an alt text': filledWith(`<img src=/logo.png alt="${'| - '.repeat(900)}">`),
  'a mailto without an at sign': `<a href="mailto:${filledWith('a')}">x</a>`,
  'many such mailtos': filledWith(`<a href="mailto:${'a'.repeat(3_900)}">x</a>`),
  'spaces in mailtos': filledWith(`<a href="mailto:${' '.repeat(3_900)}x">x</a>`),
  'spaces in phone links': filledWith(`<a href="tel:${' '.repeat(3_900)}1">x</a>`),
  'encrypted mailtos': filledWith(
    `<a href="javascript:linkTo_UnCryptMailto('${'a'.repeat(3_900)}')">x</a>`,
  ),
  'addresses that are almost plain': filledWith(`<a href="/${'a'.repeat(60)}|">x</a>`),
  'a source set of commas': `<img srcset="${filledWith(',')}">`,
  'source sets of commas': filledWith(`<img srcset="${', '.repeat(1_900)}">`),
  'links that are never closed': `${'<a href=/x>'.repeat(4_900)}${filledWith('call us<br>')}`,
  'headings that are never closed': `${'<h1>'.repeat(4_900)}${filledWith('call us<br>')}`,
  'addresses that are never closed': `${'<address>'.repeat(4_900)}${filledWith('12 Main St<br>')}`,
  'properties that are never closed': `${organisation}${'<b itemprop=name>'.repeat(4_900)}${filledWith('Acme<br>')}`,
  'properties of the same name': organisation + filledWith('<b itemprop=telephone>+1 202</b>'),
  'items within items under many names': `${'<i itemscope itemprop="a b c d e f g h">'.repeat(16)}<b itemprop=name>x</b>`,
  'images below long classes': `${`<div class="${'c'.repeat(900)}">`.repeat(900)}${filledWith('<img src=/a.png>')}`,
  'open tags': filledWith('<div>'),
  'regions and phones': filledWith('<nav>+1 202 555 0100</nav>'),
  'deep JSON-LD': jsonLd(filledWith('{"@graph":[', 400_000)),
  'JSON-LD of quotes and backslashes': jsonLd(filledWith(String.raw`"\"`, 400_000)),
  'JSON-LD of open comments': jsonLd(`{"a":1${filledWith('/*', 400_000)}`),
  'JSON-LD of commas': jsonLd(`{"a":${filledWith(', ', 400_000)}`),
  'JSON-LD of escaped names': jsonLd(
    `[${Array.from({ length: 5_000 }, (_, n) => `{"@type":"Store","name":"A\\u0062${n}","address":{"streetAddress":"${n} \\u0041"}}`).join(',')}]`,
  ),
  'a number and a word without end as address': jsonLd(
    `{"@type":"Store","address":"1${filledWith('a', 400_000)}"}`,
  ),
  'headings about hosts': filledWith('<h2>Hosting</h2><a href=/x>x</a>'),
  'at signs': paragraph('a@'),
  'at signs in brackets': paragraph('(at)'),
  'words that are almost addresses': paragraph('info [at] acme [dot] '),
  'digits and signs': paragraph('1-('),
  times: paragraph('10:00-'),
  days: paragraph('Mon - Fri '),
  'names with legal forms': paragraph('Acme & Sons Ltd '),
  'copyright signs': paragraph('© 2024 '),
  capitals: paragraph('A'),
  streets: paragraph('12 Main Street, '),
  postcodes: paragraph('12345 Berlin '),
};

describe('a page made to keep us busy', () => {
  it.each(Object.entries(pages))('%s', (_, html) => {
    const start = performance.now();
    const { document, columns, evidence } = extract(html);
    expect(performance.now() - start).toBeLessThan(MAX_MS);
    expect(document.text).toBe(pageText(html));
    for (const value of Object.values(columns)) {
      expect(JSON.stringify(value).length).toBeLessThan(MAX_VALUE);
    }
    for (const { quote } of evidence) expect(quote.length).toBeLessThan(MAX_VALUE);
  });
});

describe('a page made to confuse us', () => {
  it('means nothing by names that every JavaScript object has', () => {
    const { columns } = extract(`
      <html lang="constructor"><body role="__proto__"><div role="toString">
      ${organisation}<constructor itemprop="name">Acme</constructor>
        <b itemprop="__proto__">x</b><b itemprop="constructor">y</b></div>
      ${jsonLd('{"@type":"Organization","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')}
    `);
    expect(columns['company_name']).toBe('Acme');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('has the beginning of a text that is too long, and the same wherever it is read', () => {
    const html = `<p>Call ${filledWith('us ')}</p><p>+1 202 555 0100</p>`;
    const { text } = parsed(html);
    expect(text).toBe(pageText(html));
    expect(text.startsWith('Call us us')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(500_000);
  });

  it('is read on behind what is too long', () => {
    const { columns } = extract(
      `<img alt="${filledWith('x')}"><a href="/${filledWith('y')}">z</a><a href="tel:+12025550100">call</a>`,
    );
    expect(columns['phone']).toBe('+12025550100');
  });
});
