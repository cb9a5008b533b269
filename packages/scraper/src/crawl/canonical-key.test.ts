import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalKey } from './canonical-key.ts';

it.each([
  'https://example.com/about',
  'http://www.example.com/about/',
  'https://www.example.com/About#team',
  'https://example.com/about/index.html',
  'https://example.com/about/?utm_source=x&gclid=y',
  'https://example.com/about?wbraid=1&_gl=2&hsa_ad=3&referrer=a.test',
  'https://example.com/about?ref=header&source=',
  'https://example.com/about;jsessionid=AB12',
  'https://example.com/about%20',
  'https://example.com/%61bout',
  'https://example.com.//about//',
  'https://example.com/about?sid=0a1b2c3d4e5f60718293&PHPSESSID=2#x',
])('%s is the page /about', (url) => {
  expect(canonicalKey(url)).toBe('example.com/about');
});

it.each([
  ['https://a.test:8080/x', 'https://a.test/x'],
  ['https://a.test/x%2Fy', 'https://a.test/x/y'],
  ['https://a.test/100%', 'https://a.test/100'],
  ['https://www.test/', 'https://test/'],
  ['https://shop.a.test/', 'https://a.test/'],
  ['https://a.test/product?ref=4711', 'https://a.test/product?ref=4712'],
  ['https://a.test/list?source=2024', 'https://a.test/list'],
])('%s is not %s', (one, other) => {
  expect(canonicalKey(one)).not.toBe(canonicalKey(other));
});

it('keeps pages apart that a parameter chooses, in whatever order', () => {
  const key = canonicalKey('http://a.test/?page=2&lang=de');
  expect(canonicalKey('http://a.test/?lang=de&page=2')).toBe(key);
  expect(canonicalKey('http://a.test/?lang=de&page=3')).not.toBe(key);
});

it('is the same for every spelling of an address', () => {
  const path = fc.stringMatching(/^[a-z0-9-]{1,12}$/).filter((name) => name !== 'index');
  const domain = fc.stringMatching(/^[a-z]{3,12}$/).map((name) => `${name}.com`);
  fc.assert(
    fc.property(domain, path, (host, name) => {
      const spellings = [
        `http://${host}/${name}`,
        `https://www.${host}/${name}/`,
        `https://${host.toUpperCase()}/${name}#x`,
        `https://${host}/${name}/index.php?utm_medium=mail`,
      ];
      expect(new Set(spellings.map(canonicalKey)).size).toBe(1);
    }),
  );
});

it('takes off any number of spaces at the end, and is not held up by those before it', () => {
  const start = performance.now();
  expect(canonicalKey(`https://a.test/x${'%20'.repeat(100_000)} %20`)).toBe('a.test/x');
  expect(canonicalKey(`https://a.test/${'%20'.repeat(100_000)}x`)).toMatch(/x$/);
  expect(performance.now() - start).toBeLessThan(2_000);
});
