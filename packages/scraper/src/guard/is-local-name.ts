/** Endings that never name a host on the public internet, metadata services included. */
const localSuffixes = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'svc',
  'consul',
  'home.arpa',
  'onion',
].map((suffix) => `.${suffix}`);

/**
 * Tells whether a host name can only mean something on a local network: a single label, or one of the
 * endings kept for such networks. IP addresses are not names.
 *
 * @param host - as the URL parser gives it: lower case, punycode
 */
export function isLocalName(host: string): boolean {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  return !name.includes('.') || localSuffixes.some((suffix) => name.endsWith(suffix));
}
