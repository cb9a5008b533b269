import { expect, test } from 'vitest';
import { countRequests, type SeenRequest } from './count-requests.ts';

const html = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1';

function request(path: string, accept: string | undefined, status: number | null): SeenRequest {
  return { method: 'GET', path, headers: { accept }, status };
}

test('counts requests by what they were for', () => {
  const counts = countRequests(
    [
      { method: 'CONNECT', path: '/', headers: {}, status: 502 },
      request('/robots.txt', '*/*', 404),
      request('/', html, 200),
      request('/contact', html, 404),
      request('/kontakt', html, 404),
      request('/broken', html, null),
      request('/sitemap.xml', 'application/xml,text/xml', 404),
      request('/logo.png', 'image/avif,image/webp,image/*', 200),
    ],
    { guessedPages: 1, wrongGuesses: 1 },
  );
  expect(counts).toEqual([
    { kind: 'robots.txt', requests: 2, missing: 1 },
    { kind: 'page, linked', requests: 3, missing: 1 },
    { kind: 'page, guessed', requests: 1, missing: 1 },
    { kind: 'sitemap', requests: 1, missing: 1 },
    { kind: 'image', requests: 1, missing: 0 },
  ]);
});
