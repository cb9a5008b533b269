import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldWords, nameKey } from './name-key.ts';

test.each([
  ['Müller & Söhne', 'muller and sohne'],
  ["O'Brien’s  Bakery+Café", 'obriens bakery and cafe'],
  ['  A.B. Tools, Ltd. ', 'a b tools ltd'],
  ['', ''],
])('folds `%s`', (text, words) => {
  expect(foldWords(text)).toBe(words);
});

test('folds plain text the same way, whatever stands beside it', () => {
  const ascii = fc.string({ unit: 'binary-ascii' });
  fc.assert(
    fc.property(ascii, (text) => {
      expect(foldWords(`${text} é`)).toBe(`${foldWords(text)} e`.trim());
    }),
  );
});

test('tells a name without article, legal form and domain', () => {
  expect(nameKey('The Acme Tools, Inc.')).toBe('acme tools');
  expect(nameKey('Acme.com')).toBe('acme');
  expect(nameKey('株式会社架空')).toBe('架空');
  expect(nameKey('架空（有）')).toBe('架空');
  expect(nameKey('Łódź Øst')).toBe('lodz ost');
});
