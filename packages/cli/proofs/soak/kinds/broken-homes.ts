import {
  closeAfter,
  cookieWall,
  drip,
  dripHeaders,
  dropConnection,
  endless,
  gzipBomb,
  hang,
  hangAfter,
  headerBomb,
  page,
  raw,
  redirect,
  redirectChain,
  redirectLoop,
  resetAfter,
  status,
  truncatedGzip,
} from '@sluice/testkit';
import { except, fails, homeIs, type SiteKind } from '../site-kind.ts';

const MEBIBYTE = 2 ** 20;

/** Sites whose home page cannot be had, while robots.txt and the other pages can. */
export const brokenHomes: readonly SiteKind[] = [
  homeIs('hang', hang(), 'headers_timeout'),
  homeIs('hang-in-body', hangAfter('<p>so far'), 'body_timeout'),
  homeIs('drip-body', drip({ intervalMs: 400 }), 'total_timeout'),
  homeIs('drip-head', dripHeaders({ intervalMs: 400 }), 'headers_timeout'),
  homeIs('drop-close', dropConnection('close'), 'connection_reset'),
  homeIs('drop-reset', dropConnection('reset'), 'connection_reset'),
  homeIs('reset-in-body', resetAfter(1_000), 'connection_reset'),
  homeIs('close-in-body', closeAfter(1_000), 'connection_reset'),
  homeIs('garbage', raw('SSH-2.0-OpenSSH_9.9\r\n'), 'bad_response'),
  homeIs('bad-header', raw('HTTP/1.1 200 OK\r\nbroken header\r\n\r\n'), 'bad_response'),
  homeIs('header-bomb', headerBomb(200_000), 'headers_too_large'),
  homeIs('endless', endless(), 'body_too_large'),
  homeIs(
    'huge-declared',
    endless({ bytes: 100 * MEBIBYTE, declaresLength: true }),
    'body_too_large',
  ),
  homeIs('gzip-bomb', gzipBomb({ bytes: 256 * MEBIBYTE }), 'body_too_large'),
  homeIs('double-gzip-bomb', gzipBomb({ bytes: 256 * MEBIBYTE, layers: 2 }), 'body_too_large'),
  homeIs('half-gzip', truncatedGzip('<p>'.repeat(10_000)), 'decode_failed'),
  homeIs(
    'unknown-coding',
    page('x', { headers: { 'content-encoding': 'rot13' } }),
    'decode_failed',
  ),
  homeIs('pdf', page('%PDF-1.7', { contentType: 'application/pdf' }), 'not_html'),

  ...[401, 403, 404, 410, 451, 500, 502, 503, 504].map((code) =>
    homeIs(`status-${code}`, status(code), `http_${code}`),
  ),

  homeIs('redirect-to-itself', redirect('/'), 'redirect_loop'),
  homeIs('cookie-wall', cookieWall(page('<h1>Welcome</h1>')), 'redirect_loop'),
  homeIs('redirect-nowhere', redirect('mailto:office@example.com'), 'bad_redirect'),
  homeIs('redirect-to-loopback', redirect('http://127.0.0.1/'), 'blocked_address'),
  homeIs('redirect-to-decimal', redirect('http://2130706433/'), 'blocked_address'),
  homeIs('redirect-to-ipv6', redirect('http://[::ffff:10.0.0.1]/'), 'blocked_address'),
  homeIs(
    'redirect-to-metadata',
    redirect('http://169.254.169.254/latest/meta-data/'),
    'blocked_address',
  ),
  homeIs('redirect-to-localhost', redirect('http://localhost/'), 'blocked_name'),
  {
    name: 'redirect-to-tripwire',
    play: (site) => except({ '/': redirect(`${site.tripwireUrl}/`) })(site),
    end: fails('blocked_port'),
  },
  {
    name: 'redirects-in-a-circle',
    play: except(redirectLoop('/', '/a', '/b')),
    end: fails('redirect_loop'),
  },
  {
    name: 'six-redirects',
    website: (host) => `http://${host}/start`,
    play: except(redirectChain('/start', 6, page('<h1>There</h1>'))),
    end: fails('too_many_redirects'),
  },
];
