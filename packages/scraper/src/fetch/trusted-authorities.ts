import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * Builds the TLS context that trusts one more authority beside the usual ones. It is built once: giving
 * the certificates to every connection instead would parse all of them every time.
 *
 * @param extraCa - PEM; undefined leaves Node's own context in place
 */
export function trustedAuthorities(extraCa: string | undefined): SecureContext | undefined {
  if (extraCa === undefined) return undefined;
  return createSecureContext({ ca: [...getCACertificates('default'), extraCa] });
}
