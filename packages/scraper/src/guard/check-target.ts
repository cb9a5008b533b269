import { isIP } from 'node:net';
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
  checkHost(plainHost(url.hostname), targetPort(url), url.href, policy);
}

/** As `checkTarget`, for a host that may be a literal address without brackets. */
export function checkHost(host: string, port: number, url: string, policy: GuardPolicy): void {
  const isOpenPort = webPorts.has(port) || policy.exempt?.port === port;
  if (!isOpenPort) throw fetchError('blocked_port', url, { detail: `port ${port}` });
  if (isIP(host) !== 0) checkAddress(host, port, url, policy);
  else if (isLocalName(host)) throw fetchError('blocked_name', url, { detail: `\`${host}\`` });
}

function checkAddress(address: string, port: number, url: string, policy: GuardPolicy): void {
  if (isPublicAddress(address) || isExempt(policy, address, port)) return;
  throw fetchError('blocked_address', url, { detail: `\`${address}\`` });
}

/** The port that a URL stands for, its scheme's own where none is written. */
export function targetPort(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function plainHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
