import type { IncomingMessage } from 'node:http';
import { status } from '../answers/status.ts';
import type { Handler } from './handler.ts';
import type { SiteOptions } from './site.ts';

/** How the proxy port treats its clients. */
export interface ProxyRules {
  /** `user:password` that every request needs (else 407); null for an open proxy. */
  readonly credentials: string | null;
}

/** Whether the request carries the credentials that the proxy asks for. */
export function isAuthorised(request: IncomingMessage, { credentials }: ProxyRules): boolean {
  if (credentials === null) return true;
  const expected = `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
  return request.headers['proxy-authorization'] === expected;
}

/**
 * Why the proxy cannot reach a host, as the `error` of RFC 9209; null when it can.
 *
 * @param options - of the host's site; undefined for a host that does not exist
 */
export function proxyErrorOf(options: SiteOptions | undefined, isTls: boolean): string | null {
  if (options === undefined) return 'dns_error';
  if (options.proxyError !== undefined) return options.proxyError;
  return isTls && options.https === 'refused' ? 'connection_refused' : null;
}

/** The value of a `Proxy-Status` header. */
export function proxyStatus(error: string): string {
  return `test-web; error=${error}`;
}

/** The proxy's own answer to a request that it does not pass on; null when it does. */
export function proxyRefusal(
  request: IncomingMessage,
  rules: ProxyRules,
  site: SiteOptions | undefined,
): Handler | null {
  if (!isAuthorised(request, rules)) {
    return status(407, { headers: { 'proxy-authenticate': 'Basic realm="test web"' } });
  }
  if (request.url?.startsWith('/') !== false) {
    return status(400, { body: '<h1>This is a proxy: ask for an absolute URL</h1>' });
  }
  const error = proxyErrorOf(site, request.url.startsWith('https:'));
  return error === null ? null : status(502, { headers: { 'proxy-status': proxyStatus(error) } });
}
