import type { TestWebResolver } from './resolver.ts';
import type { RequestFilter, ServedRequest, TestWebCounts, WaitOptions } from './served-request.ts';
import type { SiteHandlers, SiteOptions, SiteSource } from './site.ts';

/**
 * A whole web on loopback. The proxy answers for every known host; the origin port answers whoever
 * resolves names with `resolve` or `lookup` and asks for `originUrl(url)`, over HTTP and HTTPS alike.
 *
 * A known host gives 404 for unknown paths and a small valid image for image paths. For a host that
 * is not known the proxy answers 502 with `Proxy-Status: test-web; error=dns_error` (RFC 9209), the
 * resolver fails with `ENOTFOUND`, and the origin port answers 421.
 */
export interface TestWeb extends Omit<TestWebResolver, 'reset'>, AsyncDisposable {
  readonly proxyUrl: string;
  readonly originPort: number;
  /** PEM of the authority that signs the hosts' certificates. */
  readonly caCertificate: string;
  /** Adds a scripted host; added again, the new handlers win and the others stay. */
  site(host: string, handlers: SiteHandlers, options?: SiteOptions): void;
  /** Adds the hosts of a folder with `routes.jsonl` and `pages/`. */
  addFolder(folder: string): Promise<void>;
  /** Adds hosts that are made when asked for; hosts added by name win. */
  addSites(source: SiteSource): void;
  /** The URL with the origin port in it. */
  originUrl(url: string): string;
  /** What was asked, in order of arrival. */
  requests(filter?: RequestFilter): ServedRequest[];
  /**
   * Resolves with the matching requests as soon as enough have arrived. Matches `outcome` too, so that
   * `{ path: '/', outcome: 'aborted' }` awaits that a client gave up.
   *
   * @throws Error after `timeoutMs`, listing what was asked instead
   */
  waitFor(filter: RequestFilter, options?: WaitOptions): Promise<ServedRequest[]>;
  /** A snapshot, as plain data. */
  counts(): TestWebCounts;
  /** Forgets all requests and counts, and makes every script start again; the sites stay. */
  reset(): void;
  /** Ends every connection, hanging ones included, and frees the ports. */
  close(): Promise<void>;
}
