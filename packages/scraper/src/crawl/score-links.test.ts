import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageLink } from './page-links.ts';
import { minScore, scoreLinks, type ScoredLink } from './score-links.ts';
import { siteScope } from './site-scope.ts';

const home = 'https://www.example.com/';

function link(url: string, text = ''): PageLink {
  return { url: new URL(url, home).href, text, isNofollow: false };
}

function score(links: readonly PageLink[], homeUrl = home): ScoredLink[] {
  return scoreLinks(links, siteScope(homeUrl, links));
}

describe('the text of a link', () => {
  it.each([
    ['Contact Us', 'contact'],
    ['Get in touch', 'contact'],
    ['Kontakt', 'contact'],
    ['Kontaktformular', 'contact'],
    ['Nous contacter', 'contact'],
    ['Contáctenos', 'contact'],
    ['CONTATTI', 'contact'],
    ['Fale Conosco', 'contact'],
    ['Neem contact op', 'contact'],
    ['Napište nám', 'contact'],
    ['Yhteystiedot', 'contact'],
    ['Elérhetőségeink', 'contact'],
    ['Επικοινωνία', 'contact'],
    ['ΕΠΙΚΟΙΝΩΝΙΑ', 'contact'],
    ['İletişim', 'contact'],
    ['Контакты', 'contact'],
    ['Impressum', 'imprint'],
    ['Impressum & Datenschutz', 'imprint'],
    ['Mentions légales', 'imprint'],
    ['Aviso legal', 'imprint'],
    ['Note legali', 'imprint'],
    ['Colofon', 'imprint'],
    ['Künye', 'imprint'],
    ['About Acme', 'about'],
    ['Über uns', 'about'],
    ['Qui sommes-nous ?', 'about'],
    ['Quiénes somos', 'about'],
    ['Quem somos', 'about'],
    ['Chi siamo', 'about'],
    ['Over ons', 'about'],
    ['O nas', 'about'],
    ['O nás', 'about'],
    ['Om oss', 'about'],
    ['Om os', 'about'],
    ['Meistä', 'about'],
    ['Rólunk', 'about'],
    ['Despre noi', 'about'],
    ['Ποιοι είμαστε', 'about'],
    ['Hakkımızda', 'about'],
    ['Our Team', 'team'],
    ['Unser Team', 'team'],
    ['Notre équipe', 'team'],
    ['Medewerkers', 'team'],
    ['Zespół', 'team'],
    ['Medarbejdere', 'team'],
    ['Find us', 'locations'],
    ['Anfahrt', 'locations'],
    ['Plan d’accès', 'locations'],
    ['Dove siamo', 'locations'],
    ['Pobočky', 'locations'],
    ['Öffnungszeiten', 'hours'],
    ['Godziny otwarcia', 'hours'],
    ['Customer Service', 'support'],
    ['Kundtjänst', 'support'],
    ['Datenschutzerklärung', 'privacy'],
    ['Terms & Conditions', 'terms'],
  ])('%s leads to %s', (text, role) => {
    expect(score([link('/p17', text)])).toMatchObject([{ role }]);
  });

  it.each([
    'Contact lenses',
    'Kontaktlinsen',
    'Lentilles de contact',
    'Contactless payment',
    'Products',
    'Learn more about our wild fisheries services',
    'Glossary of label terms',
    'Team building',
    '',
  ])('%s leads nowhere of interest', (text) => {
    expect(score([link('/p17', text)])).toEqual([]);
  });
});

describe('the address of a link', () => {
  it.each([
    ['/contactus.php', 'contact'],
    ['/ContactUs/', 'contact'],
    ['/inns-hotels-resorts-suites-contact.php', 'contact'],
    ['/company/contact/index.htm', 'contact'],
    ['/index.php?route=information/contact', 'contact'],
    ['/%C3%BCber-uns', 'about'],
    ['/ueber-uns.html', 'about'],
    ['/quisommesnous', 'about'],
    ['/about-us/our-team', 'team'],
    ['/%CE%B5%CF%80%CE%B9%CE%BA%CE%BF%CE%B9%CE%BD%CF%89%CE%BD%CE%AF%CE%B1', 'contact'],
  ])('%s is enough for %s', (path, role) => {
    expect(score([link(path)])).toMatchObject([{ role }]);
  });

  it.each([
    '/contact.pdf',
    '/images/team.jpg',
    '/blog/how-to-contact-us',
    '/news/about-us',
    '/products/contact-adhesive',
    '/login?next=/contact',
    '/wp-login.php?about',
    '/cart/contact',
    '/2024/05/contact',
    '/contact?replytocom=7',
    '/contact/a/contact/a/contact',
    '/%E0%A4%A',
    'https://www.elsewhere.com/contact',
    'https://example.org/contact',
    'mailto:contact@example.com',
    'tel:+12025550123',
    'javascript:contact()',
  ])('%s is left alone', (url) => {
    expect(score([link(url, 'x')])).toEqual([]);
  });
});

it('puts contact pages before others, and agreeing links before doubtful ones', () => {
  const links = [
    link('/team', 'Team'),
    link('/about', 'About us'),
    link('/find-us', 'How to contact us if you want to visit'),
    link('/impressum', 'Impressum'),
    link('/contact', 'Contact'),
  ];
  expect(score(links).map(({ url }) => new URL(url).pathname)).toEqual([
    '/contact',
    '/impressum',
    '/about',
    '/team',
    '/find-us',
  ]);
});

it('takes an address once, with the best that any of its links says', () => {
  const links = [
    link('/p#map', 'Read more'),
    link('/p', 'Contact'),
    link('/p?utm_source=x', 'About us'),
  ];
  expect(score(links)).toMatchObject([{ url: 'https://www.example.com/p', role: 'contact' }]);
});

describe('languages', () => {
  const german = link('/de/kontakt', 'Kontakt');
  const english = link('/en/contact', 'Contact');

  it('are kept apart: that of the home page comes first', () => {
    expect(score([english, german], `${home}de/`)[0]?.url).toBe(german.url);
    expect(score([german, english], `${home}en/`)[0]?.url).toBe(english.url);
  });

  it('are told by most of the links where the home page tells none', () => {
    const links = [english, link('/de/a'), link('/de/b'), link('/fr/a'), german];
    expect(score(links)[0]?.url).toBe(german.url);
  });

  it('are told by the home page itself where links are filed under its language', () => {
    const links = [english, german, link('/en/a'), link('/en/b')];
    const first = (stated: string) => scoreLinks(links, siteScope(home, links, stated))[0]?.url;
    expect(first('de-AT')).toBe(german.url);
    expect(first('fr')).toBe(english.url);
    expect(first('x-klingon')).toBe(english.url);
  });

  it('do not count against pages that tell none', () => {
    const [first] = score([english, link('/kontakt', 'Kontakt')], `${home}de/`);
    expect(first?.url).toBe('https://www.example.com/kontakt');
  });
});

describe('the site', () => {
  it('includes its subdomains, which come after it', () => {
    const links = [
      link('https://shop.example.com/contact', 'Contact'),
      link('/contact', 'Contact'),
    ];
    expect(score(links).map(({ url }) => new URL(url).hostname)).toEqual([
      'www.example.com',
      'shop.example.com',
    ]);
  });

  it('is not the host of other people’s sites', () => {
    const links = [{ url: 'https://b.blogspot.com/contact', text: 'Contact', isNofollow: false }];
    expect(score(links, 'https://a.blogspot.com/')).toEqual([]);
  });

  it('may be an IP address', () => {
    const links = [{ url: 'http://192.0.2.7/contact', text: 'Contact', isNofollow: false }];
    expect(score(links, 'http://192.0.2.7/')).toHaveLength(1);
  });

  it('may have a name that sounds like a page', () => {
    const shop = 'https://contact-energy.example/';
    const links = [
      { url: `${shop}plans`, text: 'Contact Energy plans', isNofollow: false },
      { url: `${shop}contact`, text: 'Contact', isNofollow: false },
    ];
    expect(score(links, shop).map(({ url }) => url)).toEqual([`${shop}contact`]);
  });
});

it('takes the tags of a site’s own link tracking off', () => {
  const pages = ['contact', 'about', 'team', 'products', 'jobs'];
  const links = pages.map((name) => link(`/${name}?loc=HomePage_Footer_${name}`, name));
  expect(score(links).map(({ url }) => new URL(url).search)).toEqual(['', '', '']);
});

it('keeps parameters that choose a page', () => {
  const names = ['contact', 'about', 'team', 'products', 'jobs'];
  const links = names.map((name, id) => link(`/${name}.php?id=${id}`, name));
  expect(score(links)[0]?.url).toBe('https://www.example.com/contact.php?id=0');
});

it('never fails, and gives each address once and in order, whatever a page links to', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('Contact', 'Team', 'Über uns'),
  );
  const url = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.webPath().map((path) => `${home}contact${path}`),
    fc.string(),
  );
  const links = fc.array(fc.record({ url, text, isNofollow: fc.boolean() }), { maxLength: 30 });
  fc.assert(
    fc.property(links, (given) => {
      const scored = scoreLinks(given, siteScope(home, given));
      const scores = scored.map((entry) => entry.score);
      expect(new Set(scored.map((entry) => entry.url)).size).toBe(scored.length);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(Math.min(minScore, ...scores)).toBe(minScore);
    }),
    { numRuns: 40 },
  );
});
