import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyEvidence } from '../evidence/verify-evidence.ts';
import type { PageDocument } from '../page/page-document.ts';
import { pageOf } from '../page/testing/page-of.ts';
import { confirmWebsite, type CompanySought } from './confirm-website.ts';

const HOME_URL = 'https://www.acme.example/';

function check(documents: readonly PageDocument[], sought: Partial<CompanySought>, url = HOME_URL) {
  const company = { name: 'Alder Clocks Ltd', city: null, country: null, ...sought };
  const found = confirmWebsite(documents, url, company);
  if (!found.isConfirmed) return found.missing;
  for (const each of found.evidence) {
    const { source } = documents.find((page) => page.source.url === each.url)!;
    const body = new TextEncoder().encode(source.html);
    expect(verifyEvidence(each, { body, charset: 'utf-8' })).toEqual({ ok: true });
    expect(each).toMatchObject({ column: 'website_found', value: url });
  }
  return found.evidence.map(({ method, quote }) => `${method}: ${quote}`);
}

const home = (html: string) => [pageOf(html)];

describe('the name', () => {
  test.each([
    ['<title>Clocks – ALDER CLOCKS</title>', 'name_in_title: ALDER CLOCKS'],
    ['<title>Alder&nbsp;Clocks, Ltd.</title>', 'name_in_title: Alder&nbsp;Clocks, Ltd.'],
    ['<meta property="og:site_name" content="Alder Clocks">', 'name_in_metadata: Alder Clocks'],
    ['<h1>Alder-Clocks</h1>', 'name_in_heading: Alder-Clocks'],
    ['<p>Text</p><footer>© 2020 Alder Clocks Ltd</footer>', 'name_in_frame: Alder Clocks Ltd'],
    [
      '<script type="application/ld+json">{"@type":"Store","name":"Alder Clocks"}</script>',
      'name_in_metadata: Alder Clocks',
    ],
  ])('counts in %s', (html, evidence) => {
    expect(check(home(html), {})).toEqual([evidence]);
  });

  test.each([
    ['in running text', '<p>We made the website of Alder Clocks.</p>'],
    ['in part', '<title>Alder</title><h1>Clocks</h1>'],
    ['within other words', '<title>Malder Clocksmith</title>'],
    ['with words between', '<title>Alder &amp; Elm Clocks</title>'],
    [
      'of a product',
      '<script type="application/ld+json">{"@type":"Product","name":"Alder Clocks"}</script>',
    ],
    ['in an address alone', '<a href="https://alder-clocks.example/">Home</a>'],
  ])('does not count %s', (_, html) => {
    expect(check(home(html), {})).toBe('name');
  });

  test('counts anywhere on the contact page and the imprint', () => {
    const text = '<p>Responsible: Alder Clocks</p>';
    const page = (role: string) => [
      pageOf('<p>Hello</p>'),
      pageOf(text, { url: `${HOME_URL}x`, role }),
    ];
    expect(check(page('imprint'), {})).toEqual(['name_in_text: Alder Clocks']);
    expect(check(page('contact'), {})).toEqual(['name_in_text: Alder Clocks']);
    expect(check(page('news'), {})).toBe('name');
  });

  test('may be short, and then has to be written as it is', () => {
    expect(check(home('<title>3M: tape</title>'), { name: '3M' })).toEqual(['name_in_title: 3M']);
    expect(check(home('<title>3m of tape</title>'), { name: '3M' })).toBe('name');
  });
});

describe('the place', () => {
  const named = (text: string, lang = 'en') =>
    home(`<html lang="${lang}"><title>Alder Clocks</title><p>${text}</p></html>`);
  const name = 'name_in_title: Alder Clocks';

  test('is the city where one is given, on any page', () => {
    expect(check(named('1 High Street, YORK YO1'), { city: 'York' })).toEqual([
      name,
      'city_in_text: YORK',
    ]);
    const contact = pageOf('<p>Visit us in York</p>', { url: `${HOME_URL}c`, role: 'contact' });
    expect(check([...named('Hello'), contact], { city: 'York' })).toEqual([
      name,
      'city_in_text: York',
    ]);
  });

  test('is another one on the site of a namesake, whatever the country', () => {
    expect(check(named('Yorkshire, UK'), { city: 'York', country: 'GB' })).toBe('city');
    expect(check(named('je vais au bois', 'fr'), { city: 'Au' })).toBe('city');
  });

  test.each([
    ['the name', 'Somewhere in Germany', 'en', ['country_in_text: Germany']],
    [
      'the name in the language of the page',
      'Ulm, Deutschland',
      'de',
      ['country_in_text: Deutschland'],
    ],
    ['the calling code', 'Phone +49 731 5550100', 'en', ['country_in_phone: +49']],
  ])('is else the country, by %s', (_, text, lang, evidence) => {
    expect(check(named(text, lang), { country: 'DE' })).toEqual([name, ...evidence]);
  });

  test('is else the country, by the domain', () => {
    expect(check(named('Hello'), { country: 'DE' }, 'https://acme.de/')).toEqual([name]);
    expect(check(named('Hello'), { country: 'GB' }, 'https://acme.co.uk/')).toEqual([name]);
    expect(check(named('Hello'), { country: 'DE' }, 'https://acme.example/')).toBe('country');
    expect(check(named('Phone +44 20 7946 0958', '*'), { country: 'DE' })).toBe('country');
  });
});

// Words of pages have none of the letters q, x and z; those of names have all three.
const letters = fc.constantFrom(...'abcdefghijklmnoprstuvwyäé&<>"/ -'.split(''));
const words = fc.string({ unit: letters, maxLength: 60 });
const part = fc.string({ unit: letters, minLength: 1, maxLength: 8 }).map((text) => `qx${text}z`);

test('no page without the name confirms it, and every one with it in the title does', () => {
  const property = fc.property(words, words, part, part, (title, text, first, last) => {
    const body = `<h1>${text}</h1><p>${first}</p><footer>${last} ${title}</footer>`;
    const sought = { name: `${first} ${text} ${last}`, city: null, country: null };
    const without = [pageOf(`<title>${title}</title>${body}`, { role: 'imprint' })];
    expect(
      confirmWebsite(without, HOME_URL, { ...sought, name: `${last}q ${first}` }),
    ).toMatchObject({
      isConfirmed: false,
    });
    const plain = `${first} ${last}`.replaceAll(/[^\p{L} ]/gu, '');
    const withIt = [pageOf(`<title>${title.replaceAll(/[<>&]/g, '')} ${plain}</title>${body}`)];
    expect(confirmWebsite(withIt, HOME_URL, { ...sought, name: plain })).toMatchObject({
      isConfirmed: true,
    });
  });
  fc.assert(property, { numRuns: 500 });
});
