import { page } from '../answers/page.ts';
import type { Handler } from './handler.ts';
import { canonicalUrl } from './canonical-url.ts';

/** How the certificate of a host is (in)valid. */
export type CertificateKind =
  | 'valid'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'self-signed'
  | 'unknown-issuer';

/** What a host is like beside its pages. */
export interface SiteOptions {
  /** Default `valid`: signed by the web's own authority. */
  readonly certificate?: CertificateKind;
  /** Before every answer of the host, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  /** `refused`: nothing answers on port 443. Default `served`. */
  readonly https?: 'served' | 'refused';
  /**
   * Why the proxy cannot reach the host, as the `error` of RFC 9209 (`connection_timeout`,
   * `destination_unavailable`, …): it answers 502 with this in `Proxy-Status`. Default: it can.
   */
  readonly proxyError?: string;
  /**
   * What `resolve()` answers, one list of IP addresses per question; the last one stays. Lets a name
   * change its address between two questions. Default: always `127.0.0.1`.
   */
  readonly addresses?: readonly (readonly string[])[];
}

/** One host of the test web. */
export interface Site {
  readonly options: SiteOptions;
  /** The handler of a canonical URL; undefined means 404. */
  find(url: URL): Handler | undefined;
}

/** Finds a site by its lowercase host name; undefined means that there is no such host. */
export type SiteSource = (host: string) => Site | undefined;

/**
 * Handlers by URL. A key is a path with its query (`/contact?lang=de`, both schemes), an absolute URL
 * (`https://shop.test/`, that scheme only), or either with a final `*` for everything that starts so;
 * exact keys win, then the longest prefix. A string is the HTML of an ordinary page.
 */
export type SiteHandlers = Readonly<Record<string, Handler | string>>;

/** Builds a site from its script. */
export function scriptedSite(
  host: string,
  handlers: SiteHandlers,
  options: SiteOptions = {},
): Site {
  const exact = new Map<string, Handler>();
  const prefixes: { start: string; handler: Handler }[] = [];
  for (const [key, value] of Object.entries(handlers)) {
    const handler = typeof value === 'string' ? page(value) : value;
    if (key.endsWith('*')) prefixes.push({ start: keyOf(host, key.slice(0, -1)), handler });
    else exact.set(keyOf(host, key), handler);
  }
  prefixes.sort((a, b) => b.start.length - a.start.length);
  const find = (key: string) =>
    exact.get(key) ?? prefixes.find(({ start }) => key.startsWith(start))?.handler;
  return { options, find: (url) => find(url.href) ?? find(url.pathname + url.search) };
}

function keyOf(host: string, key: string): string {
  if (!key.startsWith('/')) return canonicalUrl(key).href;
  const url = canonicalUrl(`http://${host}${key}`);
  return url.pathname + url.search;
}
