import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Public by the registries, yet served by the host underneath: Azure's platform services. */
const platformAddresses = new Set(['168.63.129.16']);

/** The only block that holds global IPv6 unicast; everything outside is reserved or embeds IPv4. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Tells whether an IP address is ordinary public unicast. Everything special is not: private,
 * loopback, link-local, shared (CGNAT), multicast, documentation, benchmarking, reserved, and every
 * IPv6 form that carries an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64).
 *
 * @param address - canonical text as resolvers and the URL parser give it, without brackets or zone
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || platformAddresses.has(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
}
