import { expect, it } from 'vitest';
import { nextHomeUrl } from './next-home-url.ts';

it.each([
  ['https://a.com/', 'host_not_found', false, 'https://www.a.com/'],
  ['https://www.a.com/', 'host_not_found', true, 'https://a.com/'],
  ['http://www.a.co.uk/x', 'host_not_found', true, 'http://a.co.uk/x'],
  ['https://shop.a.com/', 'host_not_found', true, null],
  ['http://192.0.2.1/', 'host_not_found', true, null],
  ['http://[2001:db8::1]/', 'host_not_found', true, null],
  ['https://a.com/', 'connection_refused', false, 'http://a.com/'],
  ['https://a.com/', 'tls_expired', false, 'http://a.com/'],
  ['https://a.com/', 'tls_expired', true, null],
  ['http://a.com/', 'connection_refused', true, null],
  ['https://a.com/old/page.html', 'http_404', true, 'https://a.com/'],
  ['https://a.com/', 'http_404', true, null],
  ['https://a.com/', 'http_404', false, 'http://a.com/'],
  ['https://a.com/x', 'http_500', true, null],
])('%s that ends in %s (scheme given: %s) is followed by %s', (url, code, hasScheme, next) => {
  expect(nextHomeUrl(url, code, hasScheme, new Set([url]))).toBe(next);
});

it('ends', () => {
  const tried = new Set<string>();
  const codes = ['host_not_found', 'http_404', 'connection_refused'];
  let url: string | null = 'https://a.com/page';
  while (url !== null) {
    expect(tried).not.toContain(url);
    tried.add(url);
    url = nextHomeUrl(url, codes[tried.size % codes.length]!, false, tried);
  }
  expect(tried.size).toBeLessThanOrEqual(8);
});
