import { expect, test } from 'vitest';
import { websiteCandidates } from './website-candidates.ts';

const urls = (...addresses: string[]) => websiteCandidates(addresses).map(({ url }) => url);

test('candidates are home pages, each host once, in the order they were named', () => {
  expect(
    urls(
      'https://www.acme.example/en/contact?from=search',
      'http://acme.example/',
      'shop.acme.example',
      'https://other.example/#top',
    ),
  ).toEqual(['https://www.acme.example/', 'https://shop.acme.example/', 'https://other.example/']);
});

test('what names companies without being theirs is no candidate', () => {
  expect(
    urls(
      'https://de.linkedin.com/company/acme',
      'https://www.facebook.com/acme',
      'https://en.wikipedia.org/wiki/Acme',
      'https://www.amazon.co.uk/acme',
      'https://www.xing.com/acme',
      'https://x.com/acme',
      // Only whole names of domains count.
      'https://yellow.example/',
      'https://facebook-repair.example/',
    ),
  ).toEqual(['https://yellow.example/', 'https://facebook-repair.example/']);
});

test('what is no web address is left out', () => {
  const none = ['', 'none', 'I do not know', 'mailto:a@acme.example', 'javascript:alert(1)'];
  expect(urls(...none, 'file:///etc/passwd', 'ftp://acme.example/')).toEqual([]);
});

test('no more than six are looked at', () => {
  const many = Array.from({ length: 20 }, (_, n) => `https://site-${n}.example/`);
  expect(urls(...many)).toEqual(many.slice(0, 6));
});
