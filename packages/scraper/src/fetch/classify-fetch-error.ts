import { StageError } from '@sluice/core';
import { errors } from 'undici';
import type { ReasonCode } from '../reasons.ts';
import { fetchError } from './fetch-error.ts';

/** Codes of Node, its resolver, OpenSSL and undici, and what they mean to us. */
const reasonByCode: Readonly<Record<string, ReasonCode>> = {
  ENOTFOUND: 'host_not_found',
  ENODATA: 'host_not_found',
  EAI_AGAIN: 'dns_failed',
  EAI_FAIL: 'dns_failed',
  ESERVFAIL: 'dns_failed',
  EREFUSED: 'dns_failed',
  ETIMEOUT: 'dns_failed',

  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  EADDRNOTAVAIL: 'host_unreachable',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_SOCKET: 'connection_reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'connection_reset',
  EMFILE: 'out_of_sockets',
  ENFILE: 'out_of_sockets',
  ENOBUFS: 'out_of_sockets',

  UND_ERR_HEADERS_TIMEOUT: 'headers_timeout',
  UND_ERR_BODY_TIMEOUT: 'body_timeout',
  UND_ERR_HEADERS_OVERFLOW: 'headers_too_large',

  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_wrong_name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_untrusted',
  CERT_UNTRUSTED: 'tls_untrusted',
  CERT_REVOKED: 'tls_untrusted',
  INVALID_CA: 'tls_untrusted',
  INVALID_PURPOSE: 'tls_untrusted',
  CERT_SIGNATURE_FAILURE: 'tls_untrusted',
  CERT_CHAIN_TOO_LONG: 'tls_untrusted',
  EPROTO: 'tls_failed',
};

const reasonByPrefix: readonly (readonly [string, ReasonCode])[] = [
  ['ERR_SSL_', 'tls_failed'],
  ['ERR_TLS_', 'tls_failed'],
];

/**
 * Turns what the network, TLS or the HTTP parser threw into a `StageError`.
 *
 * @returns `error` itself when it is a `StageError` already or none that is known here
 */
export function classifyFetchError(error: unknown, url: string): unknown {
  if (error instanceof StageError) return error;
  // The parser's errors have a code only where its own grammar speaks.
  if (error instanceof errors.HTTPParserError) {
    return fetchError('bad_response', url, { detail: error.message, cause: error });
  }
  const code = errorCode(error);
  const reason = code === null ? undefined : reasonOf(code);
  if (code === null || reason === undefined) return error;
  return fetchError(reason, url, { detail: code, cause: error });
}

// Several addresses tried in vain make an `AggregateError`; it carries the code of the first.
function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

function reasonOf(code: string): ReasonCode | undefined {
  return reasonByCode[code] ?? reasonByPrefix.find(([prefix]) => code.startsWith(prefix))?.[1];
}
