import { StageError, systemClock, type Clock } from '@sluice/core';
import { fetchError } from '../fetch/fetch-error.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import { productToken } from '../fetch/user-agent.ts';
import { allowAll, maxRobotsBytes, parseRobotsRules, type RobotsRules } from './robots-rules.ts';
import { RulesCache } from './rules-cache.ts';

/** What robots.txt says about one page. */
export interface RobotsVerdict {
  readonly allowed: boolean;
  /** Pause that the site asks for between requests, capped; in milliseconds. */
  readonly crawlDelayMs: number;
  /** Sitemaps that the file names, absolute. */
  readonly sitemaps: readonly string[];
}

export interface RobotsOptions {
  readonly fetcher: PageFetcher;
  readonly clock?: Clock;
  /** The name we go by in robots.txt, without a version. */
  readonly userAgent?: string;
  /** A longer pause than this is not waited for; in milliseconds. */
  readonly maxCrawlDelayMs?: number;
}

/** Asks robots.txt, by RFC 9309, before a page is fetched. */
export interface Robots {
  /**
   * Fetches each origin's robots.txt once in 24 hours, however many ask at the same time. A status of
   * 400 to 499 (but 429) and endless redirects mean that there is none, and everything is allowed.
   *
   * @throws StageError `robots_unreachable` when the server fails to give it out, which forbids everything
   *   for now; what stands in the way of any page of the host (its name, connection, TLS, the guard, a
   *   deferral) is thrown as it is
   */
  check(url: string, signal?: AbortSignal): Promise<RobotsVerdict>;
}

const maxAgeMs = 24 * 60 * 60 * 1_000;
const maxCacheBytes = 16 * 1024 * 1024;
const defaultMaxCrawlDelayMs = 10_000;

export function createRobots(options: RobotsOptions): Robots {
  const { fetcher, clock = systemClock, userAgent = productToken } = options;
  const { maxCrawlDelayMs = defaultMaxCrawlDelayMs } = options;
  const cache = new RulesCache({ maxAgeMs, maxBytes: maxCacheBytes, now: () => clock.now() });
  const inFlight = new Map<string, Promise<RobotsRules>>();

  // Without the caller's signal: others may be waiting for the same file, and the fetcher's own time
  // limit ends it in any case.
  async function load(origin: string): Promise<RobotsRules> {
    try {
      const { rules, bytes } = await fetchRules(fetcher, origin, userAgent);
      cache.set(origin, rules, bytes);
      return rules;
    } finally {
      inFlight.delete(origin);
    }
  }

  function rulesOf(origin: string): RobotsRules | Promise<RobotsRules> {
    const known = cache.get(origin) ?? inFlight.get(origin);
    if (known !== undefined) return known;
    const loading = load(origin);
    inFlight.set(origin, loading);
    return loading;
  }

  return {
    async check(url, signal) {
      const rules = await unlessAborted(rulesOf(new URL(url).origin), signal);
      return {
        allowed: rules.isAllowed(url),
        crawlDelayMs: Math.min(rules.crawlDelayMs, maxCrawlDelayMs),
        sitemaps: rules.sitemaps,
      };
    },
  };
}

async function fetchRules(
  fetcher: PageFetcher,
  origin: string,
  product: string,
): Promise<{ rules: RobotsRules; bytes: number }> {
  try {
    const url = `${origin}/robots.txt`;
    const page = await fetcher.fetch(url, { maxBytes: maxRobotsBytes, overflow: 'truncate' });
    return { rules: parseRobotsRules(page.body, origin, product), bytes: page.body.length };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    if (isAbsent(error)) return { rules: allowAll, bytes: 0 };
    throw isAboutTheFile(error) ? unreachable(origin, error) : error;
  }
}

/** RFC 9309, 2.3.1.2 and 2.3.1.3: the file is 'unavailable'. 429 is a server asking for a pause instead. */
function isAbsent({ code }: StageError): boolean {
  if (/^http_4\d\d$/.test(code)) return code !== 'http_429';
  return ['redirect_loop', 'too_many_redirects', 'bad_redirect'].includes(code);
}

/** RFC 9309, 2.3.1.4: the file is 'unreachable', while other pages of the host might be had. */
function isAboutTheFile({ code, disposition }: StageError): boolean {
  if (disposition === 'defer' || disposition === 'stop-run') return false;
  return code.startsWith('http_') || fileTroubles.has(code);
}

const fileTroubles = new Set([
  'connection_reset',
  'headers_timeout',
  'body_timeout',
  'total_timeout',
  'bad_response',
  'headers_too_large',
  'decode_failed',
]);

function unreachable(origin: string, cause: StageError): StageError {
  const retryAfterMs = cause.retryAfterMs === null ? {} : { retryAfterMs: cause.retryAfterMs };
  return fetchError('robots_unreachable', `${origin}/robots.txt`, {
    detail: cause.code,
    cause,
    ...retryAfterMs,
  });
}

function unlessAborted<Value>(
  value: Value | Promise<Value>,
  signal: AbortSignal | undefined,
): Value | Promise<Value> {
  if (signal === undefined || !(value instanceof Promise)) return value;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const release = (): void => signal.removeEventListener('abort', abort);
    value.then(resolve, reject).finally(release);
  });
}
