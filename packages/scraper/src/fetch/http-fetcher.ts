import { checkTarget } from '../guard/check-target.ts';
import { publicOnly, type GuardPolicy } from '../guard/guard-policy.ts';
import { resolveHost, type ResolveHost } from '../guard/resolve-host.ts';
import { createHostLimiter, type HostLimiter } from '../politeness/host-limiter.ts';
import { HostPulses } from '../politeness/host-pulses.ts';
import { acceptEncoding, decodeContent, parseContentEncoding } from './decode-content.ts';
import { createDirectTransport, type DirectTransportOptions } from './direct-transport.ts';
import { exchange } from './exchange.ts';
import { fetchError } from './fetch-error.ts';
import { defaultFetchLimits, type FetchLimits } from './fetch-limits.ts';
import { acceptHeaders, type Accept } from './media-type.ts';
import type { FetchedPage, FetchOptions, PageFetcher } from './page-fetcher.ts';
import { createProxyTransport } from './proxy-transport.ts';
import { RedirectTrail } from './redirect-trail.ts';
import { isRedirect, type RawResponse } from './response-reader.ts';
import { statusError } from './status-error.ts';
import type { Transport } from './transport.ts';
import { trustedAuthorities } from './trusted-authorities.ts';
import { defaultUserAgent } from './user-agent.ts';

export interface HttpFetcherOptions {
  readonly limits?: Partial<FetchLimits>;
  readonly userAgent?: string;
  /** As in the header of that name, such as `en-GB,en;q=0.8`. */
  readonly acceptLanguage?: string;
  /** The operator's own proxy, trusted: it resolves names. `http://user:password@host:port`. */
  readonly proxy?: string;
  /** Authorities to trust beside the usual ones, PEM. */
  readonly extraCa?: string;
  /** Without one, a host gets one request at a time, without delay. */
  readonly limiter?: HostLimiter;
  readonly policy?: GuardPolicy;
  readonly resolve?: ResolveHost;
  /** Milliseconds since the epoch, for dates in `Retry-After`. */
  readonly now?: () => number;
}

/**
 * Fetches pages from the network: only from public addresses, within every limit, each hop of a redirect
 * in its host's turn, and without retries. `reasons.ts` lists the codes of what it throws.
 *
 * @throws UsageError when `proxy` is not the address of an HTTP proxy
 */
export function createHttpFetcher(options: HttpFetcherOptions = {}): PageFetcher {
  return new HttpFetcher(options);
}

class HttpFetcher implements PageFetcher {
  readonly #limits: FetchLimits;
  readonly #policy: GuardPolicy;
  readonly #limiter: HostLimiter;
  readonly #transport: Transport;
  readonly #headers: Readonly<Record<Accept, Readonly<Record<string, string>>>>;
  readonly #now: () => number;
  readonly #pulses: HostPulses;

  constructor(options: HttpFetcherOptions) {
    this.#limits = { ...defaultFetchLimits, ...options.limits };
    this.#policy = options.policy ?? publicOnly;
    this.#limiter = options.limiter ?? createHostLimiter();
    this.#transport = createTransport(options, {
      limits: this.#limits,
      perHost: this.#limiter.perHost,
      secureContext: trustedAuthorities(options.extraCa),
      policy: this.#policy,
      resolve: options.resolve ?? resolveHost,
    });
    this.#headers = requestHeaders(options);
    this.#now = options.now ?? Date.now;
    this.#pulses = new HostPulses(this.#now);
  }

  async fetch(url: string, options: FetchOptions = {}): Promise<FetchedPage> {
    const trail = new RedirectTrail(parseUrl(url), this.#limits.maxRedirects);
    for (;;) {
      const response = await this.#ask(trail, options);
      if (!isRedirect(response)) return this.#page(url, trail, response, options);
      trail.follow(response);
    }
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** One hop. Waiting for the host's turn is not counted against the time limit. */
  #ask(trail: RedirectTrail, options: FetchOptions): Promise<RawResponse> {
    checkTarget(trail.target, this.#policy);
    const { signal, crawlDelayMs, accept = 'any', overflow = 'fail' } = options;
    const ask = async (): Promise<RawResponse> => {
      const startedAt = performance.now();
      const leftMs = this.#limits.totalTimeoutMs - trail.elapsedMs;
      const request = {
        target: trail.target,
        headers: this.#headers[accept],
        accept,
        overflow,
        maxBytes: options.maxBytes ?? this.#limits.maxBytes,
        signal,
      };
      const response = await this.#pulses.ask(trail.target.host, leftMs, (timeoutMs) =>
        exchange(this.#transport, { ...request, timeoutMs }),
      );
      trail.elapsedMs += performance.now() - startedAt;
      return response;
    };
    return this.#limiter.run(trail.target.host, ask, { signal, crawlDelayMs });
  }

  async #page(
    url: string,
    trail: RedirectTrail,
    response: RawResponse,
    options: FetchOptions,
  ): Promise<FetchedPage> {
    const { status, headers } = response;
    const finalUrl = trail.target.href;
    if (status >= 400) {
      const explained = this.#transport.explain(response, trail.target);
      throw explained ?? statusError(status, headers, finalUrl, this.#now());
    }
    return {
      url,
      finalUrl,
      status,
      headers,
      body: await this.#decode(response, finalUrl, options),
      redirects: trail.hops,
      isDowngraded: trail.isDowngraded,
      elapsedMs: trail.elapsedMs,
    };
  }

  async #decode(response: RawResponse, url: string, options: FetchOptions): Promise<Uint8Array> {
    const codings = parseContentEncoding(response.headers['content-encoding']);
    if (codings.length === 0) return response.body;
    const { maxBytes = this.#limits.maxBytes, overflow = 'fail' } = options;
    const { body } = await decodeContent(response, codings, { url, maxBytes, overflow });
    return body;
  }
}

function createTransport(
  { proxy }: HttpFetcherOptions,
  options: DirectTransportOptions,
): Transport {
  return proxy === undefined
    ? createDirectTransport(options)
    : createProxyTransport({ ...options, proxy });
}

function requestHeaders(
  options: HttpFetcherOptions,
): Readonly<Record<Accept, Readonly<Record<string, string>>>> {
  const { userAgent = defaultUserAgent, acceptLanguage } = options;
  const headers = (accept: Accept): Readonly<Record<string, string>> => ({
    'user-agent': userAgent,
    accept: acceptHeaders[accept],
    'accept-encoding': acceptEncoding,
    ...(acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage }),
  });
  return {
    html: headers('html'),
    xml: headers('xml'),
    text: headers('text'),
    image: headers('image'),
    any: headers('any'),
  };
}

function parseUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null) throw fetchError('invalid_url', url);
  return parsed;
}
