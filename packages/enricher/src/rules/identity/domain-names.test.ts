import { expect, test } from 'vitest';
import { namesSpellingDomain } from './domain-names.ts';

function namesIn(text: string, ...labels: string[]): string[] {
  return [...namesSpellingDomain(text, labels)].map(({ start, end }) => text.slice(start, end));
}

test.each([
  ['Welcome to Acme Tools, since 1950.', ['Acme Tools']],
  ['ACME-TOOLS and acme.Tools', ['ACME-TOOLS', 'acme.Tools']],
  ['Acme & Tools; Acme and Tools; Acme&Tools', ['Acme & Tools', 'Acme and Tools']],
  ['Acme’s Tools', []],
  ['all our acme tools are sharp', []],
])('finds the letters of the domain as words in %j', (text, names) => {
  expect(namesIn(text, 'acmetools')).toEqual(names);
});

test('leaves addresses and parts of words alone', () => {
  const text = 'www.Acmetools.com info@Acmetools Acmetools.de Acmetoolshed MyAcmetools Acmetools.';
  expect(namesIn(text, 'acmetools')).toEqual(['Acmetools']);
});

test('tells a joint from a letter where both are possible', () => {
  expect(namesIn('S and Dunes, Sand Dunes', 'sanddunes')).toEqual(['S and Dunes', 'Sand Dunes']);
});

test('finds digits in front, letters beyond ASCII, and no label of three letters', () => {
  expect(namesIn('3 Rivers and Öko Höfe; Abc', '3rivers', 'ökohöfe', 'abc')).toEqual([
    '3 Rivers',
    'Öko Höfe',
  ]);
});
