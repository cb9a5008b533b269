import { StageError } from '@sluice/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTargetUrl } from './parse-target-url.ts';

describe('parseTargetUrl', () => {
  it.each([
    ['example.com', 'https://example.com/'],
    ['www.example.com/x', 'https://www.example.com/x'],
    ['//example.com/a', 'https://example.com/a'],
    ['Example.COM', 'https://example.com/'],
    ['example.com.', 'https://example.com/'],
    ['example.com:8080/a', 'https://example.com:8080/a'],
    ['example.com?a=1', 'https://example.com/?a=1'],
    ['example.com#team', 'https://example.com/'],
    ['192.0.2.7/x', 'https://192.0.2.7/x'],
    ['[2001:db8::1]/x', 'https://[2001:db8::1]/x'],
    ['müller.de', 'https://xn--mller-kva.de/'],
    ['例え.jp/会社', 'https://xn--r8jz45g.jp/%E4%BC%9A%E7%A4%BE'],
    ['\u200bexample.com\u00a0', 'https://example.com/'],
  ])('assumes https for `%s`', (text, url) => {
    expect(parseTargetUrl(text)).toEqual({ url, hasScheme: false });
  });

  it.each([
    [' HTTP://Example.COM ', 'http://example.com/'],
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['https://example.com:443/', 'https://example.com/'],
    ['http://example.com:80', 'http://example.com/'],
    ['http:/example.com', 'http://example.com/'],
    ['http:\\\\example.com\\x', 'http://example.com/x'],
    ['<https://example.com/>', 'https://example.com/'],
    ['"https://example.com/x"', 'https://example.com/x'],
    ['https://example.com/#/start', 'https://example.com/'],
    ['https://example.com/it\u2019s', 'https://example.com/it%E2%80%99s'],
    ['http://localhost/', 'http://localhost/'],
  ])('keeps the scheme of `%s`', (text, url) => {
    expect(parseTargetUrl(text)).toEqual({ url, hasScheme: true });
  });

  it.each([
    '',
    '   ',
    '-',
    'n/a',
    'none',
    'tbd',
    '42',
    '1.5',
    '2024-05-01',
    'Example Ltd.',
    'example .com',
    'info@example.com',
    'mailto:info@example.com',
    'ftp://example.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'C:\\Users\\me',
    'http://',
    'https://user:secret@example.com/',
    'http://[::1',
    'http://exa mple.com',
    'https://example.com:99999/',
    `https://example.com/${'x'.repeat(3_000)}`,
  ])('takes `%s` for no web address', (text) => {
    const parse = (): unknown => parseTargetUrl(text);
    expect(parse).toThrow(StageError);
    expect(parse).toThrow(
      expect.objectContaining({ code: 'invalid_url', disposition: 'fail-record' }),
    );
  });

  it('gives an address that parses to itself, or refuses, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (text) => {
        const url = urlOrCode(text);
        expect(urlOrCode(url)).toBe(url);
        expect(url).toMatch(/^(https?:\/\/|invalid_url$)/);
      }),
    );
  });
});

function urlOrCode(text: string): string {
  try {
    return parseTargetUrl(text).url;
  } catch (error) {
    if (error instanceof StageError) return error.code;
    throw error;
  }
}
