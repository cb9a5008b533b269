import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StageError, systemClock, type Clock } from '@sluice/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { braveSearchUrl, createWebSearch, isBraveSearch, readSearchResults } from './web-search.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

let answer: Answer;
let asked: IncomingMessage[];
const server = createServer((request, response) => {
  asked.push(request);
  response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '{}');
});
let base: string;

beforeEach(async () => {
  answer = {};
  asked = [];
  await once(server.listen(0, '127.0.0.1'), 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function search(url: string, key: string | null = null) {
  const opened = createWebSearch({ url, key, delayMs: 0, clock: systemClock });
  try {
    return await opened.search('Acme & Söhne', new AbortController().signal);
  } finally {
    await opened.close();
  }
}

async function failure(): Promise<StageError> {
  const error = await search(base).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StageError)) throw new Error('it did not fail as it should');
  return error;
}

test.each(['', '/', '/search', '/searx/', '/searx/search'])(
  'a SearXNG at `%s` is asked for JSON',
  async (path) => {
    answer = { body: '{"results":[{"url":"https://acme.example/"}]}' };
    expect(readSearchResults(await search(`${base}${path}`))).toEqual(['https://acme.example/']);
    const url = new URL(asked[0]!.url!, base);
    expect(url.pathname).toBe(path.startsWith('/searx') ? '/searx/search' : '/search');
    expect(Object.fromEntries(url.searchParams)).toEqual({ q: 'Acme & Söhne', format: 'json' });
    expect(asked[0]!.headers['x-subscription-token']).toBeUndefined();
  },
);

test('a key goes into the header that Brave reads', async () => {
  await search(base, 'secret-key');
  expect(asked[0]!.headers['x-subscription-token']).toBe('secret-key');
  expect(asked[0]!.url).not.toContain('secret-key');
  expect(isBraveSearch(braveSearchUrl)).toBe(true);
  expect(isBraveSearch('http://localhost:8080/')).toBe(false);
});

describe('what goes wrong', () => {
  test.each([
    [{ status: 429, headers: { 'retry-after': '7' } }, 'search_limited', 'defer', 7_000],
    [{ status: 429 }, 'search_limited', 'defer', 5_000],
    [{ status: 403 }, 'search_refused', 'stop-run', null],
    [
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      'search_refused',
      'stop-run',
      null,
    ],
    [{ status: 502 }, 'search_failed', 'retry', null],
    [{ body: '<html>no JSON</html>' }, 'search_refused', 'stop-run', null],
  ] as const)('%j', async (given, code, disposition, retryAfterMs) => {
    answer = given;
    expect(await failure()).toMatchObject({ code, disposition, retryAfterMs });
    expect(asked).toHaveLength(1);
  });

  test('whoever asks next waits for as long as the search asked to', async () => {
    const waits: number[] = [];
    let nowMs = 1_000;
    const clock: Clock = {
      now: () => nowMs,
      async sleep(ms) {
        waits.push(ms);
        nowMs += ms;
      },
    };
    const opened = createWebSearch({ url: base, key: null, delayMs: 0, clock });
    const { signal } = new AbortController();
    answer = { status: 429, headers: { 'retry-after': '7' } };
    await expect(opened.search('Acme', signal)).rejects.toMatchObject({ code: 'search_limited' });
    answer = { body: '{"results":[]}' };
    await opened.search('Acme', signal);
    await opened.search('Acme', signal);
    await opened.close();
    expect(waits.filter((ms) => ms > 0)).toEqual([7_000]);
    expect(asked).toHaveLength(3);
  });

  test('a search that is not there is tried again', async () => {
    base = 'http://127.0.0.1:1';
    expect(await failure()).toMatchObject({ code: 'search_failed', disposition: 'retry' });
  });
});

test('results are read from either form, and from any other none', () => {
  expect(
    readSearchResults({ web: { results: [{ url: 'https://a.example/' }, { title: 1 }] } }),
  ).toEqual(['https://a.example/']);
  for (const body of [null, [], 'x', { results: 'x' }, { web: {} }]) {
    expect(readSearchResults(body)).toEqual([]);
  }
});
