import { describe, expect, it } from 'vitest';
import type { Finding } from '../../evidence/quote.ts';
import { findBanners } from './banner.ts';
import { viewSite } from './image-view.ts';
import { siteContext } from './site-context.ts';
import { pageAt } from './testing/page-at.ts';

const URL_OF_SITE = 'https://birchwoodbakery.example/';
const PROSE = `<p>${'We bake bread in the old mill. '.repeat(20)}</p>`;

function bannerOn(html: string, logo: string | null = null): Finding | null {
  const site = siteContext([pageAt(URL_OF_SITE, html)], URL_OF_SITE);
  return site && (findBanners(site, viewSite(site), logo && URL_OF_SITE + logo)[0] ?? null);
}

describe('findBanners', () => {
  it.each([
    ['a slide show', `<div class="flexslider"><img src="/a.jpg"></div>${PROSE}`, 'stage_ancestor'],
    [
      'a place called its main visual',
      `<div id="main-visual"><img src="/a.jpg"></div>${PROSE}`,
      'stage_ancestor',
    ],
    ['standing behind a film', `<img class="video-bg" src="/a.jpg">${PROSE}`, 'stage_class'],
    ['its file name', `<img src="/hero-mill.jpg">${PROSE}`, 'stage_file_name'],
    ['its attributes', `<img src="/a.jpg" width="960" height="300">${PROSE}`, 'wide'],
    ['its file name in another language', `<img src="/naslovna.jpg">${PROSE}`, 'stage_file_name'],
    ['the size in its name', `<img src="/mill-1200x400.jpg">${PROSE}`, 'wide'],
    [
      'a background',
      `<section class="hero" style="background-image:url('/a.jpg')">Bread</section>${PROSE}`,
      'stage_class',
    ],
    [
      'its class, even one that says background',
      `<div><img class="hero-bg" src="/a.jpg"></div>${PROSE}`,
      'stage_class',
    ],
    [
      'the stage it stands on, even as a card',
      `<div class="hero"><div class="card"><img src="/a.jpg"></div></div>${PROSE}`,
      'stage_ancestor',
    ],
    [
      'its file name, even as a flat strip',
      `<img src="/mill-banner.gif" width="600" height="60">${PROSE}`,
      'wide',
    ],
    [
      'the rule of a style sheet for its stage, behind a gradient',
      `<style>/* Top */ .hero{color:red;background:linear-gradient(rgba(0,0,0,.7),red),url('/9ad9-4.jpg')}</style><section class="big hero" id="a">Bread</section>${PROSE}`,
      'stage_class',
    ],
    [
      'standing behind the first words',
      `<div id="bg"><img src="/mill.jpg"></div>${PROSE}`,
      'behind_opening',
    ],
    [
      'being the background of the first section',
      `<section class="full_width" style="background-image:url(/mill.jpg)"><h1>Bread</h1></section>${PROSE}`,
      'opening_background',
    ],
    ['sharing alone', `<meta property="og:image" content="/mill.jpg">${PROSE}`, 'open_graph'],
  ])('knows a banner by %s', (_, html, method) => {
    expect(bannerOn(html)).toMatchObject({ method });
  });

  it('prefers the stage over the logo in it', () => {
    const html = `<div class="banner"><img src="/logo.png"><img src="/mill.jpg"></div>${PROSE}`;
    expect(bannerOn(html, 'logo.png')?.value).toBe(`${URL_OF_SITE}mill.jpg`);
  });

  it.each([
    [
      'an advertisement',
      `<div class="banner"><a href="https://ads.example/"><img src="/ads/ad1.jpg" width="728" height="90"></a></div>${PROSE}`,
    ],
    [
      'what funded the site',
      `<div class="espa"><a href="/poster.png"><img src="/espaBanner.png" width="2048"></a></div>${PROSE}`,
    ],
    [
      'brands that slide by',
      `<div class="brands-carousel"><div class="brand-tile"><img src="/acme.png"></div></div>${PROSE}`,
    ],
    ['the features of a service', `<div class="features-item"><img src="/oven.png"></div>${PROSE}`],
    ['pictures of phones', `<div class="slide"><img src="/img/telephones.png"></div>${PROSE}`],
    [
      'what illustrates the text',
      `${['a', 'b', 'c', 'd'].map((name) => `<img src="/${name}.jpg" width="90">`).join('')}${PROSE}<img src="/graph.png" width="600" height="311">${PROSE}`,
    ],
    [
      'a rule of a style sheet for nothing on the page',
      `<style>.hero{background:url(/mill.jpg)}</style><p class="heroes">Hero</p>${PROSE}`,
    ],
    [
      'what stands behind later words',
      `${PROSE}<div class="bg"><img src="/mill.jpg"></div>${PROSE}`,
    ],
    ['a texture', `<div id="page" style="background:url(/paper.jpg)">${PROSE}</div>`],
    ['a drawn background', `<div id="page" style="background:url(/waves.png)">${PROSE}</div>`],
    [
      'the background of a later section',
      `${PROSE}<section style="background:url(/mill.jpg)">Bread</section>${PROSE}`,
    ],
    [
      'the background of a table',
      `<table style="background:url(/mill.jpg)"><tr><td>Bread</table>${PROSE}`,
    ],
    ['small pictures', `<img src="/loaf.jpg" width="120" height="90">${PROSE}`],
    [
      'a footer',
      `${PROSE}<footer><img src="/footer-banner.jpg" width="960" height="200"></footer>`,
    ],
    [
      'the cards of a list',
      `${PROSE}<div class="loaf-card featured"><img src="/rye.jpg" width="1200" height="700"></div>`,
    ],
    [
      'an article’s picture',
      `<article><a class="post-thumbnail"><img src="/cover.jpg" width="800" height="450"></a></article>${PROSE}`,
    ],
    [
      'photographs to leaf through',
      `<div class="image-carousel"><div class="slide"><img src="/rye.jpg"></div></div>${PROSE}`,
    ],
    [
      'a heading set as a picture',
      `${PROSE}<img src="/welcome.png" width="587" height="71">${PROSE}`,
    ],
    ['a map', `<img src="/img/anfahrt-mill.gif" width="640" height="400">${PROSE}`],
    ['a folder of a page saved by a browser', `<img src="/home_files/pen.gif">${PROSE}`],
    [
      'an icon shared as a picture',
      '<link rel="apple-touch-icon" href="/clip.png"><meta property="og:image" content="http://birchwoodbakery.example/clip.png">',
    ],
    ['a picture yet to be added', '<meta property="og:image" content="/da-aggiungere.jpg">'],
    ['films', `<div class="hero"><img src="/mill.mp4" width="960" height="300"></div>${PROSE}`],
    ['a logo on the stage', `<img class="hero-logo" src="/mark.png">${PROSE}`],
    ['the logo alone', '<img src="/logo.png" width="900" height="100">'],
    ['a shared logo', '<meta property="og:image" content="/logo.png">'],
    ['a platform’s blank', '<meta property="og:image" content="https://s0.wp.com/i/blank.jpg">'],
  ])('finds none in %s', (_, html) => {
    expect(bannerOn(html, 'logo.png')).toBeNull();
  });
});
