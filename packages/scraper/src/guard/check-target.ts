import { isIP } from 'node:net';
import type { StageError } from '@sluice/core';
import { fetchError } from '../fetch/fetch-error.ts';
import { isExempt, type GuardPolicy } from './guard-policy.ts';
import { isLocalName } from './is-local-name.ts';
import { isPublicAddress } from './is-public-address.ts';

/**
 * Ports that websites use. Others are refused: in a list of websites they are rare, and they are where
 * an operator's databases and control planes listen.
 */
const webPorts = new Set([80, 443, 8080, 8443]);

/**
 * Checks all of a URL that can be checked without asking a name server: scheme, port, name and literal
 * address. The URL parser has already turned decimal, octal, hexadecimal and short forms of an
 * address into its usual one.
 *
 * @throws StageError `invalid_url`, `blocked_port`, `blocked_name` or `blocked_address`
 */
export function checkTarget(url: URL, policy: GuardPolicy): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw fetchError('invalid_url', url.href, { detail: `scheme \`${url.protocol}\`` });
  }
  const refusal = refuseHost(plainHost(url.hostname), targetPort(url), policy);
  if (refusal !== null) throw refusal;
}

/**
 * Tells why a host, a name or a literal address without brackets, must not be contacted; null when
 * nothing speaks against it so far.
 */
export function refuseHost(host: string, port: number, policy: GuardPolicy): StageError | null {
  const refuse = (code: 'blocked_port' | 'blocked_name' | 'blocked_address'): StageError =>
    fetchError(code, `${host}:${port}`);
  if (!webPorts.has(port) && policy.exempt?.port !== port) return refuse('blocked_port');
  if (isIP(host) === 0) return isLocalName(host) ? refuse('blocked_name') : null;
  const isAllowed = isPublicAddress(host) || isExempt(policy, host, port);
  return isAllowed ? null : refuse('blocked_address');
}

function targetPort(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function plainHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
