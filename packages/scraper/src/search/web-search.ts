import { StageError, type Clock, type Disposition, type Json } from '@sluice/core';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { parseRetryAfter } from '../fetch/retry-after.ts';
import { defaultUserAgent } from '../fetch/user-agent.ts';
import { createHostLimiter } from '../politeness/host-limiter.ts';

/** Brave's search API; any other address is taken for a SearXNG. */
export const braveSearchUrl = 'https://api.search.brave.com/res/v1/web/search';

export interface WebSearchOptions {
  /** Of the search; it is the operator's own choice, so it may be on a local network. */
  readonly url: string;
  /** For Brave; null for a SearXNG. */
  readonly key: string | null;
  /** From the end of one question to the start of the next, in milliseconds. */
  readonly delayMs: number;
  readonly clock: Clock;
}

/** A search engine that gives its results as JSON. */
export interface WebSearch {
  /**
   * Asks one question.
   *
   * @returns the answer's body, any JSON; `readSearchResults` reads it
   * @throws StageError `search_limited` (defer), `search_refused` (stop-run), `search_failed` (retry)
   */
  search(query: string, signal: AbortSignal): Promise<Json>;
  close(): Promise<void>;
}

/** Longest wait for an answer, in milliseconds. */
const TIMEOUT_MS = 20_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** Wait after a refusal that names none, in milliseconds. */
const RETRY_AFTER_MS = 5_000;

/**
 * Opens the way to a search, which gets one question at a time. One that asks to come back later gets none
 * until then.
 */
export function createWebSearch({ url, key, delayMs, clock }: WebSearchOptions): WebSearch {
  const limiter = createHostLimiter({ delayMs, clock });
  const dispatcher = new Agent({ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  let pausedUntilMs = 0;
  const askInTime = async (query: string, signal: AbortSignal): Promise<Json> => {
    await clock.sleep(Math.max(0, pausedUntilMs - clock.now()), signal);
    return ask(questionUrl(url, query), signal).catch((error: unknown) => {
      const waitMs = error instanceof StageError ? (error.retryAfterMs ?? 0) : 0;
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + waitMs);
      throw error;
    });
  };
  return {
    search: (query, signal) =>
      limiter.run(new URL(url).host, () => askInTime(query, signal), { signal }),
    close: () => dispatcher.close(),
  };

  async function ask(address: URL, signal: AbortSignal): Promise<Json> {
    const headers = {
      accept: 'application/json',
      'user-agent': defaultUserAgent,
      ...(key !== null && { 'x-subscription-token': key }),
    };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const response = await request(address, { dispatcher, headers, signal: limit });
      const text = await readText(response.body);
      if (response.statusCode === 200) return parseBody(text);
      throw refusal(response.statusCode, response.headers['retry-after'], clock.now());
    } catch (error) {
      if (error instanceof StageError) throw error;
      signal.throwIfAborted();
      throw searchError('search_failed', 'retry', 'the search cannot be reached', { cause: error });
    }
  }
}

/** Where a search was asked, without the question. */
export function isBraveSearch(url: string): boolean {
  return new URL(url).host === new URL(braveSearchUrl).host;
}

function questionUrl(url: string, query: string): URL {
  const address = new URL(url);
  address.searchParams.set('q', query);
  if (isBraveSearch(url)) return address;
  if (!address.pathname.endsWith('/search')) {
    address.pathname = `${address.pathname.replace(/\/$/, '')}/search`;
  }
  address.searchParams.set('format', 'json');
  return address;
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw searchError(
        'search_failed',
        'fail-record',
        `the search answers with over ${MAX_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw searchError(
      'search_refused',
      'stop-run',
      'the search does not answer in JSON; a SearXNG needs `json` among `search.formats` of its settings',
    );
  }
}

function refusal(
  status: number,
  retryAfter: string | string[] | undefined,
  nowMs: number,
): StageError {
  if (status === 429) {
    const asked = parseRetryAfter([retryAfter].flat()[0], nowMs);
    return searchError('search_limited', 'defer', 'the search asks to come back later', {
      retryAfterMs: asked ?? RETRY_AFTER_MS,
    });
  }
  if (status >= 500) {
    return searchError('search_failed', 'retry', `the search answers with status ${status}`);
  }
  return searchError(
    'search_refused',
    'stop-run',
    `the search answers with status ${status}; look at its address and key, and with a SearXNG whether \`search.formats\` of its settings has \`json\``,
  );
}

function searchError(
  code: string,
  disposition: Disposition,
  message: string,
  options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
): StageError {
  return new StageError(code, disposition, message, options);
}

const found = z.array(z.object({ url: z.string() }).catch({ url: '' }));

/** What SearXNG and Brave answer, as far as it is read. */
const answerSchema = z.union([
  z.object({ results: found }).transform(({ results }) => results),
  z.object({ web: z.object({ results: found }) }).transform(({ web }) => web.results),
]);

/** The addresses that a search found, best first; none where the answer cannot be read. */
export function readSearchResults(body: Json): string[] {
  const parsed = answerSchema.safeParse(body);
  return parsed.success ? parsed.data.map(({ url }) => url).filter((url) => url !== '') : [];
}
