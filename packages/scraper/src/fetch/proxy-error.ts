import type { StageError } from '@sluice/core';
import type { ReasonCode } from '../reasons.ts';
import { fetchError } from './fetch-error.ts';

/** An answer that may be the proxy's own. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Error types of the `Proxy-Status` header (RFC 9209), and what they mean to us. */
const reasonByProxyError = new Map<string, ReasonCode>(
  Object.entries({
    dns_error: 'host_not_found',
    dns_timeout: 'dns_failed',
    destination_not_found: 'host_not_found',
    destination_unavailable: 'host_unreachable',
    destination_ip_prohibited: 'blocked_address',
    destination_ip_unroutable: 'host_unreachable',
    connection_refused: 'connection_refused',
    connection_timeout: 'connect_timeout',
    connection_terminated: 'connection_reset',
    connection_read_timeout: 'body_timeout',
    connection_write_timeout: 'connection_reset',
    tls_certificate_error: 'tls_untrusted',
    tls_protocol_error: 'tls_failed',
    tls_alert_received: 'tls_failed',
    http_response_incomplete: 'connection_reset',
    http_response_timeout: 'headers_timeout',
    http_protocol_error: 'bad_response',
    http_request_denied: 'proxy_refused',
    proxy_internal_error: 'proxy_refused',
  } as const),
);

/**
 * Tells what a proxy says about itself or about the host: that it wants other credentials (407), or in a
 * `Proxy-Status` header why it could not reach the host.
 *
 * @returns null when the answer says nothing of the kind
 */
export function proxyError(answer: ProxyAnswer, proxy: URL, url: string): StageError | null {
  if (answer.status === 407) {
    const detail = 'status 407: give user and password as `--proxy http://user:password@host:port`';
    return fetchError('proxy_failed', proxy.origin, { detail });
  }
  const header = String(answer.headers['proxy-status'] ?? '');
  const error = /;\s*error="?([a-z_]+)/.exec(header)?.[1];
  const reason = error === undefined ? undefined : reasonByProxyError.get(error);
  return reason === undefined
    ? null
    : fetchError(reason, url, { detail: `the proxy says ${error}` });
}

/** The error for a tunnel that the proxy did not open. */
export function tunnelRefusal(answer: ProxyAnswer, proxy: URL, url: string): StageError {
  const disposition = answer.status >= 500 ? 'retry' : 'fail-record';
  const detail = `status ${answer.status} to CONNECT`;
  return (
    proxyError(answer, proxy, url) ?? fetchError('proxy_refused', url, { detail, disposition })
  );
}
