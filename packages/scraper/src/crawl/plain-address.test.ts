import { expect, it } from 'vitest';
import { plainAddress } from './plain-address.ts';
import { siteScope } from './site-scope.ts';

function plain(address: string, homeUrl = 'https://www.a.test/'): string {
  return plainAddress(new URL(address), siteScope(homeUrl, [])).href;
}

it.each([
  'https://www.a.test/contact#form',
  'https://www.a.test/contact?utm_source=menu&gclid=1',
  'https://www.a.test/contact?ref=main-menu&ref=footer&source=&gbraid=2',
  'https://www.a.test/contact;jsessionid=AB12',
  'https://a.test/contact',
  'http://www.a.test/contact',
  'http://a.test/contact#top',
])('%s is the contact page', (address) => {
  expect(plain(address)).toBe('https://www.a.test/contact');
});

it.each([
  ['another host', 'http://shop.a.test/contact', 'https://www.a.test/'],
  ['a port of its own', 'http://a.test:8080/contact', 'https://www.a.test/'],
  ['a site with a port', 'http://a.test/contact', 'http://www.a.test:8080/'],
  ['a safer scheme', 'https://a.test/contact', 'http://www.a.test/'],
  ['a parameter that chooses the page', 'https://www.a.test/?page=contact', 'https://www.a.test/'],
  ['a reference', 'https://www.a.test/product?ref=A-4711', 'https://www.a.test/'],
])('%s stays', (_what, address, homeUrl) => {
  expect(plain(address, homeUrl)).toBe(address);
});
