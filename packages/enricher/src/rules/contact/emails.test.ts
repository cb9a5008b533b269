import { describe, expect, it } from 'vitest';
import { pageOf } from '../../page/testing/page-of.ts';
import { extractEmails } from './emails.ts';
import { expectEvidence } from './testing/expect-evidence.ts';

const siteUrl = 'https://www.acme-tools.com/';

function read(html: string, url = siteUrl): readonly string[] {
  const pages = [pageOf(html, { url })];
  const found = extractEmails(pages, { country: null, siteUrl: url });
  expectEvidence(found.evidence, pages);
  expect(found.email).toBe(found.emails[0] ?? null);
  return found.emails;
}

/** The way Cloudflare encodes an address. */
function protectedEmail(address: string, key: number): string {
  return Buffer.from([key, ...Buffer.from(address).map((byte) => byte ^ key)]).toString('hex');
}

describe('links', () => {
  it.each([
    ['mailto:info@acme-tools.com', ['info@acme-tools.com']],
    ['MAILTO: Info@Acme-Tools.com ', ['info@acme-tools.com']],
    ['mailto:info%40acme-tools.com?subject=a%20b', ['info@acme-tools.com']],
    ['mailto:%20info@acme-tools.com', ['info@acme-tools.com']],
    [
      'mailto:a@acme-tools.com,b@acme-tools.com;c@acme-tools.com',
      ['a@acme-tools.com', 'b@acme-tools.com', 'c@acme-tools.com'],
    ],
    ['mailto:?to=info@acme-tools.com&amp;cc=x', ['info@acme-tools.com']],
    ['mailto:Acme &lt;info@acme-tools.com&gt;', ['info@acme-tools.com']],
    ['mailto://info@acme-tools.com', ['info@acme-tools.com']],
    ['mailto:info@acme-tools.cmo', ['info@acme-tools.cmo']],
    ['mailto:100%@acme-tools.com', ['100%@acme-tools.com']],
    ['mailto:?subject=x', []],
    ['mailto:nobody', []],
    ['mailto:your@email.com', []],
    [
      `/cdn-cgi/l/email-protection#${protectedEmail('info@acme-tools.com', 0x5f)}`,
      ['info@acme-tools.com'],
    ],
    ["javascript:linkTo_UnCryptMailto('nbjmup+jogpAbdnf.uppmt\\/dpn');", []],
    ["javascript:linkTo_UnCryptMailto('ocknvq,kphqBcebg-vqqnu0eqo');", []],
  ])('%s', (href, addresses) => {
    expect(read(`<a href="${href}">write</a>`)).toEqual(addresses);
  });

  it.each([1, 2, -3, 25])('undoes a rotation by %d', (by) => {
    const href = `javascript:linkTo_UnCryptMailto('${rotated('mailto:info@acme-tools.com', by)}')`;
    expect(read(`<a href="${href}">x</a>`)).toEqual(['info@acme-tools.com']);
  });
});

/** The way TYPO3 rotates an address: each of three ranges of characters within itself. */
function rotated(text: string, by: number): string {
  return text.replace(/[+-:]|[@-Z]|[a-z]/g, (character) => {
    const range = [
      '+,-./0123456789:',
      '@ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'abcdefghijklmnopqrstuvwxyz',
    ].find((characters) => characters.includes(character))!;
    const place = range.indexOf(character) + by;
    return range.at(place % range.length)!;
  });
}

describe('text', () => {
  it.each([
    ['Write to info@acme-tools.com.', ['info@acme-tools.com']],
    [
      '(info@acme-tools.com), <b>sales</b>@acme-tools.com',
      ['info@acme-tools.com', 'sales@acme-tools.com'],
    ],
    ['info&#64;acme-tools&#46;com', ['info@acme-tools.com']],
    ['in<span style="display:none">spam</span>fo@acme-tools.com', ['info@acme-tools.com']],
    ['E-Mail: info@acme-tools.comTel: 1', ['info@acme-tools.com']],
    ['<b>Имейл</b>info@acme-tools.com', ['info@acme-tools.com']],
    ['E-post<a href="mailto:info@acme-tools.com">info@acme-tools.com</a>', ['info@acme-tools.com']],
    ['Email<a href="mailto:info@acme-tools.com">info@acme-tools.com</a>', ['info@acme-tools.com']],
    ['info [at] acme-tools [dot] com', ['info@acme-tools.com']],
    ['info(at)acme-tools(dot)com', ['info@acme-tools.com']],
    ['info {at} acme-tools.com', ['info@acme-tools.com']],
    ['info (ät) acme-tools punkt com', ['info@acme-tools.com']],
    ['jo.doe AT acme-tools DOT co DOT uk', ['jo.doe@acme-tools.co.uk']],
    ['info at acme-tools dot com', ['info@acme-tools.com']],
    ['E-mail: info @ acme-tools.com', ['info@acme-tools.com']],
    ['Meet us @ acme-tools.com', []],
    ['We are at acme-tools.com', []],
    ['Look at acme.', []],
    ['logo@2x.png banner@3x.jpg', []],
    ['@acme on x, a@b, foo@bar.invalidtld', []],
    ['name@example.com you@yourdomain.com', []],
  ])('%s', (html, addresses) => {
    expect(read(`<p>${html}</p>`)).toEqual(addresses);
  });

  it('decodes what Cloudflare hides', () => {
    const code = protectedEmail('info@acme-tools.com', 0x2a);
    const html = `<span class="__cf_email__" data-cfemail="${code}">[email&#160;protected]</span>`;
    expect(read(html)).toEqual(['info@acme-tools.com']);
    expect(read('<span data-cfemail="zz">[email&#160;protected]</span>')).toEqual([]);
  });
});

describe('an address that looks like a placeholder', () => {
  const ownUrl = 'https://www.acme-tools.example/shop/';

  it.each([
    ['<a href="mailto:Info@acme-tools.example">write</a>', ['info@acme-tools.example']],
    ['<p>info@acme-tools.example</p>', ['info@acme-tools.example']],
    ['<p>info@mail.acme-tools.exampleTel: 1</p>', ['info@mail.acme-tools.example']],
    ['<p>info [at] acme-tools [dot] example</p>', ['info@acme-tools.example']],
    [
      `<b data-cfemail="${protectedEmail('info@acme-tools.example', 9)}"></b>`,
      ['info@acme-tools.example'],
    ],
  ])('is meant at the site\u2019s own domain: %s', (html, addresses) => {
    expect(read(html, ownUrl)).toEqual(addresses);
  });

  it('is one anywhere else', () => {
    const html = `<p>you@example.com jane@other-tools.example ann [at] other-tools [dot] example</p>
      <a href="mailto:jo@other-tools.example">x</a><a href="mailto:me@notacme-tools.example">y</a>`;
    expect(read(html, ownUrl)).toEqual([]);
  });
});

describe('structured data', () => {
  it('gives addresses of any node', () => {
    const html = `<script type="application/ld+json">{"@type":"Store","email":"mailto:info@acme-tools.com",
      "contactPoint":[{"email":"help@acme-tools.com"}]}</script>
      <p itemscope><a itemprop="email" href="mailto:shop@acme-tools.com">x</a></p>`;
    expect(read(html).toSorted()).toEqual([
      'help@acme-tools.com',
      'info@acme-tools.com',
      'shop@acme-tools.com',
    ]);
  });
});

describe('ranking', () => {
  it('puts the general address of the own domain first', () => {
    const html = `<p>studio@webdesigners.com noreply@acme-tools.com jane@acme-tools.com
      acme@gmail.com Info@acme-tools.com INFO@ACME-TOOLS.COM</p>`;
    expect(read(html).slice(0, 2)).toEqual(['info@acme-tools.com', 'jane@acme-tools.com']);
    expect(read(html)).toHaveLength(5);
  });
});
