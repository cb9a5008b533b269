import { describe, expect, it } from 'vitest';
import type { PageDocument, Span } from './page-document.ts';
import { pageText } from './page-text.ts';
import { pageOf } from './testing/page-of.ts';

const url = 'https://www.acme.example/dir/page';

function inHtml(document: PageDocument, { start, end }: Span): string {
  return document.source.html.slice(start, end);
}

function inText(document: PageDocument, { start, end }: Span): string {
  return document.text.slice(start, end);
}

describe('links', () => {
  it('have absolute addresses, texts and spans as written', () => {
    const page = pageOf(`<nav><a href='../x?a=1&amp;b=2'> Our <b>shop</b> </a></nav>`, { url });
    const [link] = page.links;
    expect(link).toMatchObject({
      url: 'https://www.acme.example/x?a=1&b=2',
      href: '../x?a=1&b=2',
      text: 'Our shop',
      region: 'nav',
      isNofollow: false,
    });
    expect(inHtml(page, link!.hrefSpan)).toBe('../x?a=1&amp;b=2');
    expect(inText(page, link!.textSpan)).toBe('Our shop');
  });

  it.each([
    ['unquoted', '<a href=/x>t</a>', '/x'],
    ['with spaces', '<a href = " /x ">t</a>', ' /x '],
    ['behind other attributes', `<a title='a>b' data-href="no" href="/x">t</a>`, '/x'],
  ])('have spans where the attribute is %s', (_, html, written) => {
    const page = pageOf(html, { url });
    expect(inHtml(page, page.links[0]!.hrefSpan)).toBe(written);
    expect(page.links[0]!.url).toBe('https://www.acme.example/x');
  });

  it('take their text from title, label or image where they have none', () => {
    const html =
      '<a href=/a title=A></a><a href=/b aria-label=B></a><a href=/c><img src=i alt=C></a>';
    expect(pageOf(html).links.map(({ text }) => text)).toEqual(['A', 'B', 'C']);
  });

  it('resolve against the base, wherever it stands', () => {
    const page = pageOf('<a href="x">t</a><base href="/deep/"><base href="/other/">', { url });
    expect(page.links[0]!.url).toBe('https://www.acme.example/deep/x');
  });

  it('keep mail and phone addresses as written, and leave out what is no address', () => {
    const html =
      '<a href="mailto:A@b.example">m</a><a href="tel:+1 2">t</a><a href="http://[">x</a><a name=y>z</a>';
    expect(pageOf(html).links.map((link) => link.url)).toEqual(['mailto:A@b.example', 'tel:+1 2']);
  });

  it('come from image maps and frames too', () => {
    const page = pageOf('<map><area href=/a alt="To A"></map><frameset><frame src=/f></frameset>', {
      url,
    });
    expect(page.links.map((link) => [link.url, link.text])).toEqual([
      ['https://www.acme.example/a', 'To A'],
      ['https://www.acme.example/f', ''],
    ]);
  });

  it.each([
    '/a//b',
    '/a/../b',
    '/a/./b',
    '/ä',
    '/a b',
    '//h.example/x',
    '?q=ü',
    '#f',
    '/x?a="b"',
    "/x'y?z='",
    '/.',
    '/a/..',
    'HTTP://UP.example',
    '/%7Ea',
    'team/about.html',
    'a//b',
    'a/../b',
    'a.b.',
    'https://www.acme.example:443/x',
    'https://www.acme.example/x/./y',
    'https://www.acme.example',
  ])('resolve as the URL standard says: %s', (href) => {
    const page = pageOf(`<a href="${href.replaceAll('"', '&quot;')}">t</a>`, { url });
    expect(page.links[0]?.url).toBe(new URL(href, url).href);
  });
});

describe('head', () => {
  it('gives title, language, canonical address, relations and metas', () => {
    const page = pageOf(
      `<html lang="de-AT"><title> A &amp;
       B </title><link rel="Canonical" href="/c"><link rel="icon" href="/i.png">
       <meta property="og:title" content="O&#39;C"><meta name=Description content=d>`,
      { url },
    );
    expect(page).toMatchObject({ language: 'de-AT', canonicalUrl: 'https://www.acme.example/c' });
    expect(page.title?.text).toBe('A & B');
    expect(inHtml(page, page.title!.span)).toMatch(/^A &amp;\s+B$/);
    expect(page.metas.map(({ name, content }) => [name, content])).toEqual([
      ['og:title', "O'C"],
      ['description', 'd'],
    ]);
    expect(inHtml(page, page.metas[0]!.span)).toBe('O&#39;C');
    expect(page.relations[1]).toMatchObject({ rel: 'icon', url: 'https://www.acme.example/i.png' });
  });

  it.each([
    ['0; url=/next', 'https://www.acme.example/next'],
    ["5;URL='next'", 'https://www.acme.example/dir/next'],
    ['30; url=/next', null],
    ['10', null],
  ])('takes a refresh of `%s` for %s', (content, target) => {
    const page = pageOf(`<meta http-equiv="Refresh" content="${content}">`, { url });
    expect(page.refreshUrl).toBe(target);
  });

  it('ignores a refresh for browsers without scripts, and titles of drawings', () => {
    const page = pageOf(
      '<noscript><meta http-equiv=refresh content="0;url=/n"></noscript><svg><title>s</title></svg><title>t</title>',
    );
    expect(page.refreshUrl).toBeNull();
    expect(page.title?.text).toBe('t');
  });
});

describe('images', () => {
  it('are described with what stands around them', () => {
    const page = pageOf(
      `<header id=top><a class="brand home" href="/"><img src="l.png" alt="Logo" width=120 height="40px"></a></header>x<img src="/b.jpg">`,
      { url },
    );
    expect(page.images[0]).toMatchObject({
      url: 'https://www.acme.example/dir/l.png',
      alt: 'Logo',
      width: 120,
      height: 40,
      ancestors: 'brand home top',
      linkUrl: 'https://www.acme.example/',
      region: 'header',
      index: 0,
      attribute: 'src',
    });
    expect(page.images[1]).toMatchObject({
      linkUrl: null,
      region: 'main',
      index: 1,
      textOffset: 1,
    });
    expect(inHtml(page, page.images[1]!.srcSpan)).toBe('/b.jpg');
  });

  it.each([
    ['<img src="data:image/gif;base64,R0" data-src="/a.png">', 'data-src'],
    ['<img data-lazy-src="/a.png">', 'data-lazy-src'],
    ['<img srcset="/b.png 1x, /a.png 2x">', 'srcset'],
    ['<img srcset="/b.png 320w,/a.png 1280w, /c.png">', 'srcset'],
    ['<picture><source srcset="/a.png, /b.png 0.5x"></picture>', 'srcset'],
    [`<div style="color:red;background: #fff url('/a.png') no-repeat"></div>`, 'style'],
    ['<input type=image src=/a.png>', 'src'],
  ])('come from %s', (html, attribute) => {
    const [image] = pageOf(html, { url }).images;
    expect(image).toMatchObject({ url: 'https://www.acme.example/a.png', attribute });
  });

  it('come from style sheets where a selector says what they are, after all others', () => {
    const sheet = `.x{background:url(/x.png)} /* .logo{ */ @media print{
      a.site-logo , b { color: red; background-image: url( "/a.png" ) }} .hero{src:url(/y.png)}`;
    const page = pageOf(`<style>${sheet}</style><img src="/b.png">`, { url });
    expect(page.images.map((image) => [image.url, image.element, image.className])).toEqual([
      ['https://www.acme.example/b.png', 'img', ''],
      ['https://www.acme.example/a.png', 'style', 'a site-logo b'],
    ]);
    expect(inHtml(page, page.images[1]!.srcSpan)).toBe('/a.png');
  });

  it('come from drawings that are called a logo, as addresses of their own', () => {
    const drawing = '<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>';
    const page = pageOf(`<i>${drawing}</i><div class="logo"><a href="/">${drawing}</a></div>`);
    expect(page.images).toHaveLength(1);
    const [image] = page.images;
    expect(image).toMatchObject({ element: 'svg', attribute: 'svg' });
    expect(image!.linkUrl).toMatch(/\/$/);
    expect(inHtml(page, image!.srcSpan)).toBe(drawing);
    const data = Buffer.from(image!.url.split(',')[1]!, 'base64').toString();
    expect(data).toBe(drawing.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"'));
  });

  it.each([
    '<svg class="logo"><use href="#mark"/></svg>',
    '<svg class="logo"><script>alert(1)</script></svg>',
    `<svg class="logo"><path d="${'M0 0'.repeat(3_000)}"/></svg>`,
    '<svg class="logo"><path d="M0 0"/>',
  ])('leave out the drawing %.60s', (html) => {
    expect(pageOf(html).images).toEqual([]);
  });

  it('come from their own address where that is the whole image', () => {
    const src = `data:image/png;base64,${'iVBORw0KGgo'.repeat(30)}`;
    expect(pageOf(`<img src="${src}">`).images).toMatchObject([{ url: src, attribute: 'src' }]);
    expect(pageOf('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">').images).toEqual([]);
  });

  it('leave out templates, empty sources and other inputs', () => {
    expect(pageOf('<template><img src=a></template><img src=""><input src=b>').images).toEqual([]);
  });
});

describe('structured data', () => {
  const types = (html: string): unknown[] => pageOf(html).structured.map((item) => item.types);
  const jsonLd = (json: string): string => `<script type="application/ld+json">${json}</script>`;

  it('reads graphs, lists and nested nodes of JSON-LD', () => {
    expect(types(jsonLd('{"@graph":[{"@type":"Store"},{"@type":["A","schema:B"]}]}'))).toEqual([
      ['Store'],
      ['A', 'B'],
    ]);
    expect(types(jsonLd('[{"@type":"http://schema.org/Store","address":{"@type":"X"}}]'))).toEqual([
      ['Store'],
    ]);
  });

  it.each([
    ['a comment around', '<!-- {"@type":"Store"} -->'],
    ['CDATA around', '//<![CDATA[\n{"@type":"Store"}\n//]]>'],
    ['commas too many', '{"@type":"Store","a":[1,2,],}'],
    ['a raw line break', '{"@type":"Store","name":"a\nb"}'],
    ['entities for quotes', '{&quot;@type&quot;:&quot;Store&quot;}'],
    ['comments within', '{/* x */"@type":"Store"\n // y\n}'],
    ['a semicolon at the end', '{"@type":"Store"};'],
  ])('forgives %s', (_, json) => {
    expect(types(jsonLd(json))).toEqual([['Store']]);
  });

  it('gives nothing for what cannot be read, and goes on', () => {
    expect(
      types(`${jsonLd('{oops')}${jsonLd('')}${jsonLd('"x"')}${jsonLd('{"@type":"Store"}')}`),
    ).toEqual([['Store']]);
  });

  it('reads nested microdata with the places of its values', () => {
    const page = pageOf(
      `<div itemscope itemtype="https://schema.org/Store"><h1 itemprop="name">Acme <b>Ltd</b></h1>
       <p itemprop=address itemscope itemtype="https://schema.org/PostalAddress"><span itemprop=postalCode>123</span></p>
       <meta itemprop=openingHours content="Mo 9-17"><a itemprop="url sameAs" href="/x">y</a>
       <i itemprop=tag>a</i><i itemprop=tag>b</i></div>`,
      { url },
    );
    const [item] = page.structured;
    expect(page.structured).toHaveLength(1);
    expect(item).toMatchObject({
      types: ['Store'],
      syntax: 'microdata',
      data: {
        name: 'Acme Ltd',
        address: { '@type': ['PostalAddress'], postalCode: '123' },
        openingHours: 'Mo 9-17',
        url: 'https://www.acme.example/x',
        sameAs: 'https://www.acme.example/x',
        tag: ['a', 'b'],
      },
    });
    expect(inHtml(page, item!.span)).toMatch(/^<div itemscope[^]*<\/div>$/);
    expect(
      item!.values.map((value) =>
        value.in === 'text' ? inText(page, value.span) : inHtml(page, value.span),
      ),
    ).toEqual(['Acme Ltd', '123', 'Mo 9-17', '/x', 'a', 'b']);
  });
});

describe('regions, headings and addresses', () => {
  it('are told by elements, roles, ids and classes', () => {
    const page = pageOf(
      `<div id="header">a</div><ul class="main-menu"><li>b</ul><div role=main>c<div class="card-header">d</div></div>
       <div class="site-footer"><div class="header">e</div></div>`,
    );
    const regions = page.regions.map(({ region, span }) => [region, inText(page, span).trim()]);
    expect(regions).toEqual([
      ['header', 'a'],
      ['nav', 'b'],
      ['footer', 'e'],
    ]);
  });

  it('have spans without white space at their ends', () => {
    const page = pageOf('<h1> A <br></h1><h4>no</h4><address> S 1<br>T </address>');
    expect(page.headings.map(({ level, text, span }) => [level, text, inText(page, span)])).toEqual(
      [[1, 'A', 'A']],
    );
    expect(page.addresses.map((span) => inText(page, span))).toEqual(['S 1\nT']);
  });

  it('survive elements that nobody closes', () => {
    const page = pageOf(`<title>t</title><a href="/x">link ${'<font>'.repeat(2_000)}end`);
    expect(page.text).toBe('link end');
    expect(page.links[0]?.text).toBe('link end');
  });

  it('end where a page is nested beyond all reason', () => {
    const page = pageOf(`<h1>start ${'<b>'.repeat(500_000)}end`);
    expect(page.text).toBe('start');
    expect(page.text).toBe(pageText(page.source.html));
    expect(page.headings[0]?.text).toBe('start');
  });
});

it('keeps protected texts where they stand', () => {
  const page = pageOf('a <span data-cfemail="0aab">[email&#160;protected]</span>');
  expect(page.protectedTexts).toMatchObject([
    { attribute: 'data-cfemail', value: '0aab', textOffset: 1 },
  ]);
  expect(inHtml(page, page.protectedTexts[0]!.span)).toBe('0aab');
});
