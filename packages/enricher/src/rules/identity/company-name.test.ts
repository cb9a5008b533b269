import { describe, expect, it } from 'vitest';
import type { Finding } from '../../evidence/quote.ts';
import { findCompanyName } from './company-name.ts';
import { viewSite } from './image-view.ts';
import { siteContext } from './site-context.ts';
import { pageAt } from './testing/page-at.ts';

function nameOn(url: string, ...pages: readonly string[]): Finding | null {
  const documents = pages.map((html, index) =>
    pageAt(
      new URL(index === 0 ? '/' : `/page-${index}`, url).href,
      html,
      index === 0 ? 'home' : 'contact',
    ),
  );
  const site = siteContext(documents, url);
  return site && findCompanyName(site, viewSite(site));
}

const BAKERY = 'https://www.birchwoodbakery.example/';

describe('findCompanyName', () => {
  it('reads JSON-LD and quotes the name in the script', () => {
    const data = {
      '@context': 'https://schema.org',
      '@type': 'Bakery',
      name: 'Birchwood Bakery',
      telephone: '1',
    };
    const found = nameOn(
      BAKERY,
      `<script type="application/ld+json">${JSON.stringify(data)}</script>`,
    );
    expect(found).toMatchObject({
      value: 'Birchwood Bakery',
      method: 'jsonld',
      quote: { quote: 'Birchwood Bakery' },
    });
  });

  it('does not take the name of a product or an author for the firm', () => {
    const data = [
      { '@context': 'https://schema.org', '@type': 'Product', name: 'Rye Loaf' },
      { '@context': 'https://schema.org', '@type': 'Person', name: 'Ada Miller' },
    ];
    expect(
      nameOn(BAKERY, `<script type="application/ld+json">${JSON.stringify(data)}</script>`),
    ).toBeNull();
  });

  it('picks the part of the title that the domain spells', () => {
    const found = nameOn(BAKERY, '<title>Fresh Bread in Leeds | Birchwood Bakery</title>');
    expect(found).toMatchObject({
      value: 'Birchwood Bakery',
      quote: { quote: 'Birchwood Bakery', in: 'html' },
    });
  });

  it('picks the part that pages of different titles share where the domain says nothing', () => {
    const titles = [
      'Fresh Bread - Ostler & Sons',
      'Where to find us - Ostler & Sons',
      'Cakes - Ostler & Sons',
    ];
    const found = nameOn(
      'https://breadleeds.example/',
      ...titles.map((title) => `<title>${title}</title>`),
    );
    expect(found).toMatchObject({ value: 'Ostler & Sons', method: 'shared_title' });
  });

  it('parts titles at full-width bars, and at dashes between Japanese words', () => {
    const titles = ['架空商店｜お知らせ', '会社案内-架空商店', '採用情報｜架空商店'];
    const found = nameOn(
      'https://www.kakuu.example/',
      ...titles.map((title) => `<title>${title}</title>`),
    );
    expect(found).toMatchObject({ value: '架空商店', method: 'shared_title' });
  });

  it('reads a domain of accented letters', () => {
    const found = nameOn('https://xn--mller-kva.example/', '<title>Brot | Müller</title>');
    expect(found).toMatchObject({ value: 'Müller' });
  });

  it('does not take what a notice is about for the holder', () => {
    const html =
      '<title>Notarin Anna Hale | Ulm</title><p>Verantwortlich und © 2005–2024 für diese Seiten:</p>';
    expect(nameOn('https://www.notarin-hale.example/', html)).toMatchObject({
      value: 'Notarin Anna Hale',
    });
  });

  it('takes no title of a page for a name, in whatever language', () => {
    for (const title of [
      'Ana Sayfa',
      'Strona główna',
      'Hakkımızda',
      'Página inicial',
      '会社概要',
      'Hjem',
    ]) {
      const pages = [`<title>${title}</title>`, `<title>${title}</title>`];
      expect(nameOn('https://www.breadleeds.example/', ...pages)).toBeNull();
    }
  });

  it('prefers the copyright holder over keywords in the title', () => {
    const html =
      '<title>Bread | Cakes | Pies</title><p>Fresh daily</p><footer>© 2024 Ostler Foods Ltd. All rights reserved</footer>';
    const found = nameOn('https://breadleeds.example/', html);
    expect(found).toMatchObject({ value: 'Ostler Foods Ltd.', method: 'copyright' });
  });

  it('shows the spelling without capitals and legal form where somebody uses it', () => {
    const html =
      '<title>BIRCHWOOD BAKERY</title><p>Welcome. Birchwood Bakery opens at six.</p><p>© 2024 Birchwood Bakery Ltd.</p>';
    expect(nameOn(BAKERY, html)?.value).toBe('Birchwood Bakery');
  });

  it('keeps commas that belong to a name', () => {
    const html =
      '<meta property="og:site_name" content="Ostler, Crane &amp; Hale"><title>Lawyers | Ostler, Crane &amp; Hale</title>';
    expect(nameOn('https://ochlegal.example/', html)?.value).toBe('Ostler, Crane & Hale');
  });

  it('reads the legal name on an imprint page', () => {
    const html = '<title>Startseite</title><p>Türen und Fenster</p>';
    const imprint =
      '<title>Kontakt</title><p>Angaben nach § 5 TMG</p><p>Holzbau Tannert GmbH</p><p>Am Hang 4</p>';
    const found = nameOn('https://holzbau-tannert.example/', html, imprint);
    expect(found?.value).toMatch(/^Holzbau Tannert/);
  });

  it('uses the mail domain where the site has none', () => {
    const html = '<h2>Hillside Chemicals</h2><a href="mailto:info@hillchem.com">Write</a>';
    expect(nameOn('http://192.0.2.7/', html)?.value).toBe('Hillside Chemicals');
  });

  it.each([
    ['a generic title', '<title>Home</title><h1>Welcome</h1>'],
    ['keywords only', '<title>Cheap Bread | Best Cakes</title><h1>Fresh every day</h1>'],
    ['a designer in the footer', '<title>Contact us</title><p>Site by Pixelhaus</p>'],
    ['an empty page', ''],
  ])('finds no name in %s', (_, html) => {
    expect(nameOn(BAKERY, html)).toBeNull();
  });

  const structured = (...nodes: readonly object[]): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@graph': nodes })}</script>`;
  const webSite = { '@type': 'WebSite', name: 'Birchwood' };

  it('prefers the name of a firm to that of its site', () => {
    const firm = { '@type': ['Organization', 'Bakery'], name: 'Birchwood Bread & Cakes' };
    const html = `${structured(webSite, firm)}<p>Welcome to Birchwood</p>`;
    expect(nameOn('https://birchwood.example/', html)).toMatchObject({
      value: 'Birchwood Bread & Cakes',
      method: 'jsonld',
    });
  });

  it('takes the name of a site where no firm has one', () => {
    const html = structured(webSite, { '@type': 'Organization', telephone: '1' });
    expect(nameOn('https://birchwood.example/', html)).toMatchObject({
      value: 'Birchwood',
      method: 'site_name',
    });
  });

  it('prefers what title and logo agree on to its short form in the copyright notice', () => {
    const html = `<title>Harbour &amp; Lane Surveyors | London</title>
      <a href="/"><img src="/hl.png" alt="Harbour &amp; Lane Surveyors"></a>
      <footer>Harbour &amp; Lane Surveyors. © 2026 Harbour &amp; Lane LLP</footer>`;
    expect(nameOn('https://harbourandlane.example/', html)?.value).toBe('Harbour & Lane Surveyors');
  });

  it('keeps the short form that more places show', () => {
    const html = `<title>Harbour &amp; Lane Surveyors | Harbour &amp; Lane</title>
      <meta property="og:site_name" content="Harbour &amp; Lane">
      <a href="/"><img src="/hl.png" alt="Harbour &amp; Lane"></a>`;
    expect(nameOn('https://harbourandlane.example/', html)?.value).toBe('Harbour & Lane');
  });

  it('is surer the more sources agree', () => {
    const once = nameOn(BAKERY, '<title>Birchwood Bakery</title>');
    const thrice = nameOn(
      BAKERY,
      '<title>Birchwood Bakery</title><meta property="og:site_name" content="Birchwood Bakery"><p>© 2024 Birchwood Bakery</p>',
    );
    expect(thrice!.confidence).toBeGreaterThan(once!.confidence);
  });

  it('does not end a name where the domain does', () => {
    const pages = ['Inicio', 'Contacto'].map(
      (title) => `<title>${title} | Colegio Anna Acme</title><p>Anna Acme nació en Leeds.</p>`,
    );
    expect(nameOn('https://www.annaacme.example/', ...pages)?.value).toBe('Colegio Anna Acme');
  });

  it('is not the web address that a picture is called by', () => {
    const html = '<a href="/"><img src="a.png" alt="[logo] birchwood-bakery.com"></a>';
    expect(nameOn('https://www.birchwood-bakery.com/', html)).toBeNull();
  });

  it('of other letters agrees with a domain in Latin ones', () => {
    const html = '<title>Мебели | Акме Стил</title><p>© 2024 Акме Стил ЕООД</p>';
    expect(nameOn('https://www.akmestil.example/', html)?.value).toBe('Акме Стил');
  });

  it('is not that of who made the site, which names itself where nobody looks', () => {
    const html = `<meta name="author" content="pixelhaus">
      <meta name="apple-mobile-web-app-title" content="pixelhaus">`;
    expect(nameOn(BAKERY, html)).toBeNull();
  });

  it.each([
    ['Birchwood Bread &amp; Cakes, Leeds', 'Birchwood Bread & Cakes, Leeds'],
    ['Birchwood Bread, Leeds', 'Birchwood Bread'],
    ['Birchwood Bread, Austin, TX', 'Birchwood Bread'],
    ['Φούρνος Σημύδα, Βόλος, Ελλάδα', 'Φούρνος Σημύδα'],
    ['Birchwood, Leeds', 'Birchwood, Leeds'],
    ['Birchwood Bread, bakers', 'Birchwood Bread, bakers'],
  ])('in the title %s is %s', (title, name) => {
    const pages = ['', 'Contact | '].map((page) => `<title>${page}${title}</title>`);
    expect(nameOn('https://breadhere.example/', ...pages)?.value).toBe(name);
  });

  it.each([
    ['ARCHITEKT DI ANNA HALE', 'https://www.hale.example/', 'ARCHITEKT DI ANNA HALE'],
    ['SAS Ada HALE-CRANE Notaire', 'https://hale-crane.example/', 'SAS Ada HALE-CRANE Notaire'],
    ['Contact Hale Lawyer', 'https://halelawyer.example/', 'Hale Lawyer'],
    ['Bread by Hale', 'https://www.hale.example/', 'Hale'],
  ])('of the title %s on %s is %s', (title, url, name) => {
    const html = `<title>${title}</title><p>Write to Hale or Hale-Crane or Hale Lawyer.</p>`;
    expect(nameOn(url, html)?.value).toBe(name);
  });

  it('is that of what a rating is given to', () => {
    const rating = {
      '@context': 'https://schema.org',
      '@type': 'AggregateRating',
      ratingValue: 4.9,
      itemReviewed: { '@type': 'Bakery', name: 'Ostler & Crane', telephone: '1' },
    };
    const html = `<script type="application/ld+json">${JSON.stringify(rating)}</script>`;
    expect(nameOn(BAKERY, html)).toMatchObject({ value: 'Ostler & Crane', method: 'jsonld' });
  });
});
