import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalUrl } from './canonical-url.ts';

test.each([
  ['http://shop.test', 'http://shop.test/'],
  ['HTTP://Shop.TEST:80/', 'http://shop.test/'],
  ['https://shop.test:443/a', 'https://shop.test/a'],
  ['http://shop.test./a', 'http://shop.test/a'],
  ['http://shop.test/a#part', 'http://shop.test/a'],
  ['http://shop.test/%7euser/%c3%bc', 'http://shop.test/~user/%C3%BC'],
  ['http://shop.test/ü?q=%2f%61', 'http://shop.test/%C3%BC?q=%2Fa'],
  ['http://shop.test/a/../b', 'http://shop.test/b'],
  ['http://2130706433/', 'http://127.0.0.1/'],
])('%s is %s', (url, canonical) => {
  expect(canonicalUrl(url).href).toBe(canonical);
});

test.each([
  'http://shop.test/A',
  'http://shop.test/a/',
  'http://shop.test/a?b',
  'http://shop.test:81/a',
])('%s is not http://shop.test/a', (url) => {
  expect(canonicalUrl(url).href).not.toBe(canonicalUrl('http://shop.test/a').href);
});

test('the own port stands for the default one', () => {
  expect(canonicalUrl('http://shop.test:4123/a', 4123).href).toBe('http://shop.test/a');
  expect(canonicalUrl('https://shop.test:4123/a', 4123).href).toBe('https://shop.test/a');
});

test('a canonical URL is canonical', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const once = canonicalUrl(url).href;
      expect(canonicalUrl(once).href).toBe(once);
    }),
    { numRuns: 40 },
  );
});
