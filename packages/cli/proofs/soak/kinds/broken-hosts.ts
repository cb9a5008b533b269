import {
  drip,
  dropConnection,
  hang,
  headerBomb,
  robots,
  status,
  truncatedGzip,
  type Handler,
  type SiteOptions,
} from '@sluice/testkit';
import { except, fails, isSkipped, type SiteKind } from '../site-kind.ts';

/** Hosts of which nothing can be read: they cannot be reached, or their robots.txt stands before them. */
export const brokenHosts: readonly SiteKind[] = [
  { name: 'no-such-host', play: null, end: fails('host_not_found') },
  proxyMeets('refused', 'connection_refused', 'connection_refused'),
  proxyMeets('silent', 'connection_timeout', 'connect_timeout'),
  proxyMeets('no-route', 'destination_unavailable', 'host_unreachable'),
  proxyMeets('dns-timeout', 'dns_timeout', 'dns_failed'),
  // What breaks is the answer to the first question, which is for robots.txt.
  proxyMeets('cut-off', 'connection_terminated', 'robots_unreachable'),
  proxyMeets('prohibited', 'destination_ip_prohibited', 'blocked_address'),

  hasCertificate('expired', 'tls_expired'),
  hasCertificate('not-yet-valid', 'tls_expired'),
  hasCertificate('wrong-name', 'tls_wrong_name'),
  hasCertificate('self-signed', 'tls_self_signed'),
  hasCertificate('unknown-issuer', 'tls_untrusted'),
  {
    name: 'https-refused',
    website: (host) => `https://${host}/`,
    play: except({}, { https: 'refused' }),
    end: fails('connection_refused'),
  },

  {
    name: 'robots-forbid',
    play: except({ '/robots.txt': robots({ disallow: ['/'] }) }),
    end: isSkipped('robots_disallowed'),
  },
  {
    name: 'robots-forbid-late',
    play: except({ '/robots.txt': robots({ disallow: ['/'], paddingBytes: 100_000 }) }),
    end: isSkipped('robots_disallowed'),
  },
  robotsAre('500', status(500)),
  robotsAre('hang', hang()),
  robotsAre('drip', drip({ intervalMs: 400 })),
  robotsAre('drop', dropConnection('reset')),
  robotsAre('half-gzip', truncatedGzip('User-agent: *\n'.repeat(100))),
  robotsAre('header-bomb', headerBomb(200_000)),
];

function proxyMeets(name: string, proxyError: string, reason: string): SiteKind {
  return { name, play: except({}, { proxyError }), end: fails(reason) };
}

function hasCertificate(
  certificate: NonNullable<SiteOptions['certificate']>,
  reason: string,
): SiteKind {
  return {
    name: `certificate-${certificate}`,
    website: (host) => `https://${host}/`,
    play: except({}, { certificate }),
    end: fails(reason),
  };
}

/** RFC 9309: a robots.txt that the server fails to give out forbids everything. */
function robotsAre(name: string, answer: Handler): SiteKind {
  return {
    name: `robots-${name}`,
    play: except({ '/robots.txt': answer }),
    end: fails('robots_unreachable'),
  };
}
