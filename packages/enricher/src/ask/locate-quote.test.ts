import { expect, test } from 'vitest';
import { QuoteLocator } from './locate-quote.ts';

const PAGES = [
  'Welcome\nWe have built boats since 1952, in Harwich.',
  'Über uns: „Café Noir“ – seit 1952.\nCall +44 (0)20 7946 0381',
];
const locator = new QuoteLocator(PAGES);

test.each([
  ['built boats since 1952', 0, 'exact', 'built boats since 1952'],
  ['  built boats since 1952, in Harwich. ', 0, 'exact', 'built boats since 1952, in Harwich.'],
  ['BUILT  BOATS since 1952 in harwich', 0, 'normalised', 'built boats since 1952, in Harwich'],
  ['Welcome. We have built boats', 0, 'normalised', 'Welcome\nWe have built boats'],
  ['über uns "Cafe\u0301 Noir"', 1, 'normalised', 'Über uns: „Café Noir'],
  ['+44 0 20 7946-0381', 1, 'normalised', '44 (0)20 7946 0381'],
  ['seit 1952', 1, 'exact', 'seit 1952'],
])('finds `%s`', (quote, page, match, text) => {
  const found = locator.locate(quote);
  expect(found).toMatchObject({ page, match, text });
  expect(PAGES[page]!.slice(found!.span.start, found!.span.end)).toBe(text);
});

test.each([
  ['words that are not there', 'built ships since 1952'],
  ['words in another order', 'since 1952 built boats'],
  ['a word left out', 'built since 1952'],
  ['two places joined', 'built boats in Harwich'],
  ['two pages joined', 'in Harwich. Über uns'],
  ['part of a word', 'uilt boats since'],
  ['part of a number', 'since 195'],
  ['part of a word without its accent', 'Cafe Noir'],
  ['too little', 'in'],
  ['signs only', '– „“ –'],
  ['nothing', ''],
])('does not find %s', (_, quote) => {
  expect(locator.locate(quote)).toBeNull();
});
