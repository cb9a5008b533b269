import type { IncomingHttpHeaders } from 'node:http';
import { canonicalUrl } from './canonical-url.ts';

/** How a request reached the web: by `Host` header, as an absolute-form proxy request, or in a tunnel. */
export type RequestChannel = 'origin' | 'proxy' | 'tunnel';

/** One request as the test web saw it. */
export interface ServedRequest {
  readonly method: string;
  /** Canonical, without the origin port. */
  readonly url: string;
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly channel: RequestChannel;
  /** Number of the TCP connection that carried it. */
  readonly connection: number;
  /** Monotonic, in milliseconds (`performance.now()` of the web's process). */
  readonly startedAtMs: number;
  /** Null while it is open. */
  readonly endedAtMs: number | null;
  /** Null when the connection broke before a status was sent. */
  readonly status: number | null;
  /** `aborted`: the connection ended before the answer was complete, by whichever side. */
  readonly outcome: 'open' | 'answered' | 'aborted';
}

const FILTER_FIELDS = ['url', 'host', 'path', 'method', 'outcome', 'channel'] as const;

/** A URL (any spelling), some properties that all must be equal, or a predicate. */
export type RequestFilter =
  | string
  | Partial<Pick<ServedRequest, (typeof FILTER_FIELDS)[number]>>
  | ((request: ServedRequest) => boolean);

/** How long to wait for what. */
export interface WaitOptions {
  /** How many requests have to match, those of the past included. Default 1. */
  readonly count?: number;
  /** Default 10,000. */
  readonly timeoutMs?: number;
}

/** What one host was asked. */
export interface HostCounts {
  readonly requests: number;
  readonly connections: number;
  readonly maxConcurrentRequests: number;
  readonly maxConcurrentConnections: number;
}

/** Plain data, so that it crosses a process boundary. */
export interface TestWebCounts {
  readonly requests: number;
  /** By host that was asked, unknown ones included. */
  readonly byHost: Readonly<Record<string, HostCounts>>;
  /** By canonical URL. */
  readonly byUrl: Readonly<Record<string, number>>;
}

/** Whether a request is what a filter asks for. */
export function predicateOf(filter: RequestFilter): (request: ServedRequest) => boolean {
  if (typeof filter === 'function') return filter;
  const wanted = typeof filter === 'string' ? { url: filter } : filter;
  const expected = { ...wanted, ...(wanted.url && { url: canonicalUrl(wanted.url).href }) };
  return (request) =>
    FILTER_FIELDS.every(
      (field) => expected[field] === undefined || expected[field] === request[field],
    );
}
