import { fails, isSkipped, type SiteKind } from '../site-kind.ts';

/** Rows whose website is none, or none that may be contacted. */
export const oddRows: readonly SiteKind[] = [
  row('no-website', () => '', isSkipped('no_website')),
  row('words', (host) => `see ${host} or call`, isSkipped('invalid_url')),
  row('email-address', (host) => `office@${host}`, isSkipped('invalid_url')),
  row('other-scheme', (host) => `ftp://${host}/`, isSkipped('invalid_url')),
  row('private-address', () => 'http://10.0.0.1/', fails('blocked_address')),
  row('loopback-in-hex', () => 'http://0x7f000001/', fails('blocked_address')),
  row('metadata-service', () => 'http://169.254.169.254/', fails('blocked_address')),
  row('local-name', () => 'http://intranet/', fails('blocked_name')),
  row('other-port', (host) => `http://${host}:25/`, fails('blocked_port')),
];

function row(
  name: string,
  website: NonNullable<SiteKind['website']>,
  end: SiteKind['end'],
): SiteKind {
  return { name, website, play: null, end };
}
