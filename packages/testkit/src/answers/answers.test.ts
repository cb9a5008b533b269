import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '../testing/ask.ts';
import { createTestWeb } from '../web/create-test-web.ts';
import type { Handler } from '../web/handler.ts';
import type { TestWeb } from '../web/test-web.ts';
import { calendarTrap } from './calendar-trap.ts';
import { cookieWall } from './cookie-wall.ts';
import { page } from './page.ts';
import { redirect, redirectChain, redirectLoop } from './redirect.ts';
import { robots } from './robots.ts';
import { status } from './status.ts';
import { text } from './text.ts';

let web: TestWeb;

beforeEach(async () => {
  web = await createTestWeb();
});

afterEach(() => web.close());

function answerOf(handler: Handler) {
  web.site('a.test', { '/': handler });
  return ask(web, 'http://a.test/');
}

describe('page', () => {
  test('declares what it is told, whatever the bytes are', async () => {
    const contentType = 'text/html; charset=utf-8';
    const answer = await answerOf(page('für', { encoding: 'latin1', contentType, status: 206 }));
    expect(answer).toMatchObject({ status: 206, headers: { 'content-type': contentType } });
    expect([...answer.body]).toEqual([0x66, 0xfc, 0x72]);
  });

  test('may have no content type, and other headers', async () => {
    const { headers } = await answerOf(
      page('x', { contentType: null, headers: { 'set-cookie': ['a=1', 'b=2'] } }),
    );
    expect(headers['content-type']).toBeUndefined();
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  test.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
    ['deflate', inflateSync],
    ['zstd', zstdDecompressSync],
  ] as const)('may be compressed with %s', async (compress, decompress) => {
    const { headers, body } = await answerOf(page('<p>'.repeat(500), { compress }));
    expect(headers['content-encoding']).toBe(compress);
    expect(String(decompress(body))).toBe('<p>'.repeat(500));
  });

  test('may be plain text', async () => {
    const answer = await answerOf(text('plain'));
    expect(answer).toMatchObject({
      text: 'plain',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  });
});

describe('status', () => {
  test.each([
    [120, '120'],
    [-5, '-5'],
    [1e15, '1000000000000000'],
    ['soon', 'soon'],
    [new Date('2026-11-22T10:00:00Z'), 'Sun, 22 Nov 2026 10:00:00 GMT'],
  ])('sends Retry-After %s', async (retryAfter, header) => {
    const answer = await answerOf(status(503, { retryAfter }));
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe(header);
  });

  test('sends none unless asked, and a heading', async () => {
    const answer = await answerOf(status(429));
    expect(answer.headers['retry-after']).toBeUndefined();
    expect(answer.text).toBe('<h1>429 Too Many Requests</h1>');
  });
});

describe('redirect', () => {
  test('sends the location as written', async () => {
    const answer = await answerOf(redirect('http://169.254.169.254/latest', 307));
    expect(answer).toMatchObject({
      status: 307,
      headers: { location: 'http://169.254.169.254/latest' },
    });
  });

  test('a chain has so many hops', async () => {
    web.site('a.test', redirectChain('/start', 4, page('there')));
    expect(await follow('http://a.test/start', 10)).toEqual({ hops: 4, text: 'there' });
  });

  test('a loop never ends', async () => {
    web.site('a.test', { ...redirectLoop('/x', '/y', '/z'), ...redirectLoop('/self') });
    expect(await follow('http://a.test/x', 10)).toEqual({ hops: 10, text: null });
    expect(await follow('http://a.test/self', 10)).toEqual({ hops: 10, text: null });
    expect(web.counts().byUrl).toMatchObject({ 'http://a.test/x': 4, 'http://a.test/self': 10 });
  });
});

describe('robots', () => {
  test('writes the rules', async () => {
    const rules = {
      allow: ['/a'],
      disallow: ['/'],
      crawlDelay: 3,
      sitemaps: ['http://a.test/map.xml'],
    };
    const { text: file } = await answerOf(robots(rules));
    expect(file).toBe(
      'User-agent: *\nAllow: /a\nDisallow: /\nCrawl-delay: 3\nSitemap: http://a.test/map.xml\n',
    );
  });

  test('may be longer than anyone reads', async () => {
    const answer = await answerOf(
      robots({ userAgent: 'bot', disallow: ['/'], paddingBytes: 600_000 }),
    );
    expect(answer.body.length).toBeGreaterThan(600_000);
    expect(answer.text.indexOf('User-agent: bot')).toBeGreaterThanOrEqual(600_000);
    expect(answer.text.slice(0, 600_000)).toMatch(/^(#.*\n)*(#.*)?$/);
  });
});

test('a calendar leads from day to day without end', async () => {
  web.site('a.test', calendarTrap('/calendar', '2027-12-31'));
  let path = '/calendar';
  const days: string[] = [];
  for (let n = 0; n < 4; n++) {
    const { text: html } = await ask(web, `http://a.test${path}`);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(new Set(links).size).toBe(3);
    days.push(/<h1>(.*)<\/h1>/.exec(html)?.[1] ?? '');
    path = links[1] ?? '';
  }
  expect(days).toEqual(['2027-12-31', '2028-01-01', '2028-01-02', '2028-01-03']);
});

test('a cookie wall lets those pass who bring the cookie', async () => {
  const first = await answerOf(cookieWall(page('inside')));
  expect(first).toMatchObject({ status: 302, headers: { location: 'http://a.test/' } });
  const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
  const second = await ask(web, 'http://a.test/', { headers: { cookie } });
  expect(second.text).toBe('inside');
});

async function follow(url: string, most: number): Promise<{ hops: number; text: string | null }> {
  let at = url;
  for (let hops = 0; hops < most; hops++) {
    const answer = await ask(web, at);
    if (answer.status !== 302) return { hops, text: answer.text };
    at = new URL(answer.headers.location ?? '', at).href;
  }
  return { hops: most, text: null };
}
