import { describe, expect, it } from 'vitest';
import type { Finding } from '../../evidence/quote.ts';
import { viewSite } from './image-view.ts';
import { findLogos } from './logo.ts';
import { siteContext } from './site-context.ts';
import { pageAt } from './testing/page-at.ts';

const URL_OF_SITE = 'https://www.birchwoodbakery.example/';
const PROSE = `<p>${'We bake bread in the old mill. '.repeat(20)}</p>`;

function logoOn(...pages: readonly string[]): Finding | null {
  return logoOf('Birchwood Bakery', ...pages);
}

function logoOf(name: string, ...pages: readonly string[]): Finding | null {
  const documents = pages.map((html, index) =>
    pageAt(`${URL_OF_SITE}${index === 0 ? '' : index}`, html, index === 0 ? 'home' : 'about'),
  );
  const site = siteContext(documents, URL_OF_SITE);
  return site && (findLogos(site, viewSite(site), name)[0] ?? null);
}

describe('findLogos', () => {
  it.each([
    ['its file name', '<img src="/img/site-logo.png">', 'logo_file_name'],
    ['its class', '<img class="logo" src="/img/1.png">', 'logo_class'],
    ['the element around it', '<div id="logo"><img src="/img/1.png"></div>', 'logo_ancestor'],
    ['its link home', '<header><a href="/"><img src="/img/1.png"></a></header>', 'link_to_home'],
    [
      'its alt text',
      '<header><img src="/img/1.png" alt="Birchwood Bakery"></header>',
      'alt_is_name',
    ],
    [
      'its alt text, which is how the title begins',
      '<title>Birchwood’s Old Mill Bakery &amp; Café in Leeds</title><img src="/img/1.png" alt="Birchwood’s Old Mill Bakery">',
      'alt_is_title',
    ],
    [
      'the domain in its file name',
      '<header><img src="/birchwood-bakery.gif"></header>',
      'file_is_name',
    ],
    [
      'being the header image',
      '<div id="header"><img src="/header.jpg" width="900" height="120"></div>',
      'header_image',
    ],
  ])('knows a logo by %s', (_, html, method) => {
    expect(logoOn(html + PROSE)).toMatchObject({ method });
  });

  it('takes a crest for the logo of who bears arms', () => {
    const html = `<header><img src="/img/Wappen.png"></header>${PROSE}`;
    expect(logoOf('Turnverein Birchwood', html)).toMatchObject({ method: 'crest' });
    expect(logoOn(html)).toBeNull();
  });

  it('takes the sign of a profession for no firm’s own by the profession’s name', () => {
    const inner = `<img src="/img/logo_notaire_watermark.jpg">${PROSE}`;
    expect(logoOf('Ada Hale Notaire', PROSE, inner)).toBeNull();
    expect(logoOf('Ada Hale', PROSE, inner)).toBeNull();
  });

  it('makes the address absolute against the base and quotes it as written', () => {
    const found = logoOn(
      '<base href="https://cdn.birchwoodbakery.example/a/"><img src="logo.png?v=1&amp;w=2">',
    );
    expect(found).toMatchObject({
      value: 'https://cdn.birchwoodbakery.example/a/logo.png?v=1&w=2',
      quote: { quote: 'logo.png?v=1&amp;w=2', in: 'html' },
    });
  });

  it('takes the logo that structured data names', () => {
    const data = {
      '@context': 'https://schema.org',
      '@type': 'Organization',
      logo: { '@type': 'ImageObject', url: '/brand/mark.svg' },
    };
    const found = logoOn(
      `<script type="application/ld+json">${JSON.stringify(data)}</script><img src="/logo.png">`,
    );
    expect(found).toMatchObject({ value: `${URL_OF_SITE}brand/mark.svg`, method: 'jsonld_logo' });
  });

  it('takes a shared image that calls itself a logo where the page shows none', () => {
    const html = `<meta property="og:image" content="/css/logo.png">${PROSE}`;
    expect(logoOn(html)).toMatchObject({
      value: `${URL_OF_SITE}css/logo.png`,
      method: 'open_graph',
    });
  });

  it('counts a link home from an inner page, and prefers what stands on most pages', () => {
    const home = `<img src="/mill.png"><img src="/oven.png">${PROSE}`;
    const inner = `<a href="/"><img src="/mill.png"></a>${PROSE}`;
    expect(logoOn(home, inner)).toMatchObject({
      value: `${URL_OF_SITE}mill.png`,
      method: 'link_to_home',
    });
  });

  it.each([
    [
      'partners',
      `${PROSE}<div class="partners"><a href="https://mills.example/"><img src="/mills-logo.png" alt="Mills logo"></a></div>`,
    ],
    [
      'who paid for the site',
      `<header><img class="site-logo" src="/espa-logo.png" alt="ESPA"></header>${PROSE}`,
    ],
    ['a menu in another language', `<a href="/"><img src="/meniu_01.jpg"></a>${PROSE}`],
    [
      'what it greets with',
      `<img class="hero-img" src="/mill.png" alt="Birchwood Bakery">${PROSE}`,
    ],
    ['a stand-in', '<header><img class="logo" src="https://placehold.co/50x50"></header>'],
    ['payment marks', `${PROSE}<img src="/paypal-logo.png"><img src="/visa.png">`],
    [
      'social icons',
      '<header><a href="https://social.example/x"><img src="/facebook-logo.png"></a></header>',
    ],
    [
      'a picture at the top',
      `<header><img src="/bread-on-a-table.jpg" alt="Bread on a table"></header>${PROSE}`,
    ],
    [
      'spacers and trackers',
      '<div class="logo"><img src="/spacer.gif"><img src="/t.gif" width="1" height="1"></div>',
    ],
    ['a browser’s icon', `<link rel="apple-touch-icon" href="/favicon-180.png">${PROSE}`],
    [
      'a browser’s icon named as the logo',
      `<script type="application/ld+json">{"@type":"Organization","logo":"/img/favicon.png"}</script>${PROSE}`,
    ],
    ['a picture from side to side', `<div><img src="/pics/header.jpg" width="1140"></div>${PROSE}`],
    [
      'a picture called after the title, but not after the firm',
      `<title>Sourdough and rye in Leeds</title><img src="/img/1.png" alt="Sourdough and rye">${PROSE}`,
    ],
    ['data addresses', '<img class="logo" src="data:image/gif;base64,R0lGOD">'],
    ['a catalogue cover', `<img src="/catalogo.png"><img src="/logout.png">${PROSE}`],
    ['another firm of that name part', `${PROSE}<img src="/images/guildaward-logo.png">${PROSE}`],
    ['a page without images', PROSE],
  ])('invents none from %s', (_, html) => {
    expect(logoOn(html)).toBeNull();
  });

  it('passes over the buttons of a menu', () => {
    const button = '<a href="/"><img src="/pics/StartB.jpg" width="91" height="13"></a>';
    expect(logoOn(`<header>${button}</header>${PROSE}`)).toBeNull();
    const buttons = ['/', '/bread', '/cakes', '/contact'].map(
      (href, index) => `<a href="${href}"><img src="/i/${index}.jpg" width="98" height="35"></a>`,
    );
    expect(logoOn(`<header>${buttons.join('')}</header>${PROSE}`)).toBeNull();
  });

  it('passes over a row of makers even inside a logo box', () => {
    const makers = ['ovens', 'mixers', 'scales', 'trays'].map(
      (make) => `<img src="/makes/${make}.png" alt="${make}">`,
    );
    expect(logoOn(`<div class="home-logos">${makers.join('')}</div>${PROSE}`)).toBeNull();
  });

  it('does not hold a word of the firm’s own name against its logo', () => {
    const url = 'https://arrow-partners.example/';
    const home = pageAt(
      url,
      `<header><img src="/arrow-partners.png" alt="Arrow Partners"></header>${PROSE}`,
    );
    const site = siteContext([home], url)!;
    expect(findLogos(site, viewSite(site), 'Arrow Partners')[0]?.value).toBe(
      `${url}arrow-partners.png`,
    );
  });
});
