import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { IDENTITY_COLUMNS, extractIdentity } from './extract-identity.ts';
import { pageAt } from './testing/page-at.ts';

const SITE_URL = 'https://www.holzbau-tannert.example/';

const FRAME = `<header id="kopf"><a href="/"><img src="/bilder/logo.svg" alt="Holzbau Tannert"></a></header>`;
const FOOT = `<footer>© 2026 Holzbau Tannert GmbH &amp; Co. KG</footer>`;
const HOME = `<!doctype html><html lang="en"><head><title>Startseite – Holzbau Tannert</title></head><body>${FRAME}
<div class="slider"><img src="/bilder/scheune.jpg" width="1200" height="400" alt=""></div>
<main><p>Seit vierzig Jahren bauen wir Scheunen, Häuser und Dächer aus dem Holz der Gegend, und das sieht man auch.
Sie erreichen uns mit jeder Frage, die Sie zu Ihrem Dach oder zur Sanierung haben.</p></main>${FOOT}</body></html>`;
const IMPRINT = `<html lang="en"><head><title>Impressum – Holzbau Tannert</title></head><body>${FRAME}
<p>Holzbau Tannert GmbH &amp; Co. KG</p><p>Am Hang 4</p>${FOOT}</body></html>`;

const DOCUMENTS = [pageAt(`${SITE_URL}impressum`, IMPRINT, 'imprint'), pageAt(SITE_URL, HOME)];

function flawsOf(documents: readonly PageDocument[], siteUrl: string): readonly unknown[] {
  const found = extractIdentity(documents, { siteUrl });
  const results = [...found.evidence, ...found.images].map((evidence) => {
    const page = documents.find(({ source }) => source.url === evidence.url)!;
    const body = new TextEncoder().encode(page.source.html);
    return verifyEvidence(evidence, { body, charset: page.source.charset });
  });
  return results.filter(({ ok }) => !ok);
}

describe('extractIdentity', () => {
  it('fills every column of a site, with one piece of evidence for each', () => {
    const { columns, evidence } = extractIdentity(DOCUMENTS, { siteUrl: SITE_URL });
    expect(columns).toMatchObject({
      company_name: 'Holzbau Tannert',
      logo_url: `${SITE_URL}bilder/logo.svg`,
      banner_url: `${SITE_URL}bilder/scheune.jpg`,
      image_url: `${SITE_URL}bilder/logo.svg`,
      language: 'de',
    });
    expect(columns['description']).toMatch(/^Seit vierzig Jahren bauen wir .* haben\.$/);
    expect(evidence.map(({ column }) => column)).toEqual([...IDENTITY_COLUMNS]);
    expect(evidence.map(({ column, value }) => [column, value])).toEqual(Object.entries(columns));
  });

  it('does not depend on the order of the pages', () => {
    const { columns } = extractIdentity(DOCUMENTS.toReversed(), { siteUrl: SITE_URL });
    expect(columns).toEqual(extractIdentity(DOCUMENTS, { siteUrl: SITE_URL }).columns);
  });

  it('falls back on the banner, then on the first reasonable image, for the one picture', () => {
    const prose = '<p>Roofs, barns and sheds.</p>';
    const imageOf = (html: string) =>
      extractIdentity([pageAt(SITE_URL, html)], { siteUrl: SITE_URL }).columns['image_url'];
    expect(imageOf(`<div class="hero"><img src="/a.jpg"></div>${prose}`)).toBe(`${SITE_URL}a.jpg`);
    const later = `${prose.repeat(10)}<img src="/icon.png"><img src="/barn.jpg" width="300" height="300">`;
    expect(imageOf(later)).toBe(`${SITE_URL}barn.jpg`);
  });

  it('leaves every column empty where there is nothing to read', () => {
    const nothing = Object.fromEntries(IDENTITY_COLUMNS.map((column) => [column, null]));
    expect(extractIdentity([], { siteUrl: SITE_URL })).toEqual({
      columns: nothing,
      evidence: [],
      images: [],
    });
    expect(extractIdentity([pageAt(SITE_URL, '')], { siteUrl: SITE_URL }).columns).toEqual(nothing);
  });

  it('proves its evidence on a whole site', () => {
    expect(flawsOf(DOCUMENTS, SITE_URL)).toEqual([]);
  });

  it('proves its evidence on whatever stands on a page', () => {
    const piece = fc.constantFrom(
      HOME,
      FRAME,
      FOOT,
      '<title>Tannert &amp; S&ouml;hne | Holzbau</title>',
      '<script type="application/ld+json">{"@type":"Organization","name":"Tannert \\u0026 S\\u00f6hne","logo":"\\/l.png"}</script>',
      '<div itemscope itemtype="https://schema.org/Store"><b itemprop="name">Holz <i>Tannert</i></b><img itemprop="logo" src="x.png"></div>',
      '<meta property="og:image" content=" /a b.png ">',
      '<meta name="description" content="Dächer &quot;wie früher&quot; &#8211; und Scheunen dazu">',
      '<h1>Holzbau\n<br>Tannert&nbsp;GmbH</h1>',
      'Copyright (c) Tannert © ',
      '<img alt="Tannert &lt;Logo&gt;" src=logo.png>',
      '<div id="logo"><svg viewBox="0 0 9 9"><title>Tannert &amp; Co</title><path d="M0 0"/></svg></div>',
      '<style>/* {x} */ .logo { background: url( "/l.png" ) } @media print { #hero{background-image:url(/h.jpg)} }</style>',
      `<img class="logo" src="data:image/png;base64,${'iVBORw0KGgo'.repeat(30)}">`,
      '<picture><source srcset="/a.webp 1x, /b.webp 2x"><img class="logo" src="/c.png"></picture>',
      '<link rel="apple-touch-icon" href="/touch.png">',
      '<base href="//cdn.tannert.example/x/">',
      '<',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(flawsOf([pageAt(SITE_URL, pieces.join('\n'))], SITE_URL)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
