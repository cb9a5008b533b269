import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UrlResolver } from './resolve-url.ts';

const BASE = 'https://www.acme.example/shop/list.html?page=2';

describe('UrlResolver', () => {
  it.each([
    ['/about', 'https://www.acme.example/about'],
    ['team/about.html?a=1', 'https://www.acme.example/shop/team/about.html?a=1'],
    [' ../x ', 'https://www.acme.example/x'],
    ['/a/./b', 'https://www.acme.example/a/b'],
    ['/a/%2e%2E/b', 'https://www.acme.example/b'],
    ['//other.example/x', 'https://other.example/x'],
    ['http://Other.EXAMPLE:80', 'http://other.example/'],
    ['', BASE],
    ['mailto:A@b.example', 'mailto:A@b.example'],
    ['TEL:+1 2', 'TEL:+1 2'],
    ['http://[', null],
  ])('makes `%s` absolute', (reference, url) => {
    expect(new UrlResolver(BASE).resolve(reference)).toBe(url);
  });

  it('takes no longer over an address that is nearly plain', () => {
    const long = 'a'.repeat(50_000);
    for (const start of ['/', '', 'http://b.example/', 'http://']) {
      const expected = URL.parse(`${start}${long}"`, BASE)?.href ?? null;
      expect(new UrlResolver(BASE).resolve(`${start}${long}"`)).toBe(expected);
    }
  });

  it('says what the URL standard says, for web addresses of any shape', () => {
    const bases = [BASE, 'http://a.example', 'http://192.0.2.1:8080/x/', 'http://a.example/b//c'];
    fc.assert(
      fc.property(fc.constantFrom(...bases), webReference(), (base, reference) => {
        const expected = URL.parse(reference, base)?.href ?? null;
        expect(new UrlResolver(base).resolve(reference)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});

function webReference(): fc.Arbitrary<string> {
  const start = fc.constantFrom(
    '',
    '/',
    '//',
    './',
    '../',
    'http://',
    'https://',
    'http://b.example/',
    'http://B.example/',
  );
  const part = fc.oneof(
    fc.constantFrom(
      '.',
      '..',
      '/',
      '//',
      '%2e',
      '%2E',
      '%20',
      '?',
      '#',
      '&amp;',
      "'",
      '"',
      '\\',
      '@',
      ':',
      ';',
      '-',
      '--',
      'xn--',
      '0x7f',
      '1',
      '80',
    ),
    fc.stringMatching(/^[a-zA-Z\d._~-]{1,6}$/),
    fc.string({ maxLength: 3 }).map((text) => text.trim()),
  );
  return (
    fc
      .tuple(start, fc.array(part, { maxLength: 8 }))
      .map(([first, parts]) => first + parts.join(''))
      // Other schemes stay as they are, and white space around an address is cut off more freely.
      .filter((text) => text === text.trim() && !/^(?!https?:)[a-z][a-z\d+.-]*:/i.test(text))
  );
}
