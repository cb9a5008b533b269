import { expect, it } from 'vitest';
import { wellKnownPages } from './well-known-pages.ts';

it.each([
  ['http://a.de/start', ['http://a.de/impressum', 'http://a.de/kontakt']],
  ['https://www.a.it/', ['https://www.a.it/contatti']],
  ['https://a.com/', ['https://a.com/contact']],
  ['https://a.constructor/', ['https://a.constructor/contact']],
  ['http://192.0.2.7/', ['http://192.0.2.7/contact']],
])('%s may have %j', (homeUrl, urls) => {
  expect(wellKnownPages(homeUrl).map(({ url }) => url)).toEqual(urls);
});
