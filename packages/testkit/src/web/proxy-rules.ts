import type { IncomingMessage } from 'node:http';
import { status } from '../answers/status.ts';
import type { Handler } from './handler.ts';

/** How the proxy port treats its clients. */
export interface ProxyRules {
  /** `user:password` that every request needs (else 407); null for an open proxy. */
  readonly credentials: string | null;
}

/** Why a proxy could not reach a host, in the words of RFC 9209. */
export type ProxyError = 'dns_error' | 'connection_refused';

/**
 * What a proxied request for a host that does not exist gets: 502 with
 * `Proxy-Status: test-web; error=dns_error` (RFC 9209).
 */
export const hostNotFound: Handler = status(502, {
  body: '<h1>502 Host not found</h1>',
  headers: { 'proxy-status': proxyStatus('dns_error') },
});

/** The value of a `Proxy-Status` header. */
export function proxyStatus(error: ProxyError): string {
  return `test-web; error=${error}`;
}

/** The proxy's own answer to a request that it does not pass on; null when it does. */
export function proxyRefusal(request: IncomingMessage, rules: ProxyRules): Handler | null {
  if (!isAuthorised(request, rules)) {
    return status(407, { headers: { 'proxy-authenticate': 'Basic realm="test web"' } });
  }
  const isAbsolute = request.url?.startsWith('/') === false;
  return isAbsolute
    ? null
    : status(400, { body: '<h1>This is a proxy: ask for an absolute URL</h1>' });
}

/** Whether the request carries the credentials that the proxy asks for. */
export function isAuthorised(request: IncomingMessage, { credentials }: ProxyRules): boolean {
  if (credentials === null) return true;
  const expected = `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
  return request.headers['proxy-authorization'] === expected;
}
