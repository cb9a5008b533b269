import {
  calendarTrap,
  drip,
  dropConnection,
  endless,
  firstTimes,
  gzipBomb,
  hang,
  headerBomb,
  page,
  redirect,
  redirectChain,
  redirectLoop,
  resetAfter,
  robots,
  status,
  type Handler,
  type PageOptions,
} from '@sluice/testkit';
import { businessHome } from '../business-pages.ts';
import { except, isRead, type SiteKind, type SiteToPlay } from '../site-kind.ts';

/** Nothing but a script: without a browser there is a page, and nothing on it. */
const shell = '<title>A shop</title><div id="root"></div><script src="/app.js"></script>';

/** Sites with a fault that leaves enough to be read. */
export const oddSites: readonly SiteKind[] = [
  { name: 'slow', play: except({}, { latencyMs: 300 }), end: isRead },
  recovers('error-once', status(500)),
  recovers('unavailable-once', status(503)),
  recovers('reset-once', resetAfter(500)),
  recovers('drop-once', dropConnection('close')),

  written('says-utf-8-is-latin-1', { encoding: 'latin1' }),
  written('says-latin-1-is-utf-8', { contentType: 'text/html; charset=iso-8859-1' }),
  written('unknown-charset', { contentType: 'text/html; charset=klingon' }),
  written('utf-16', { contentType: 'text/html; charset=utf-16le', encoding: 'utf16le' }),
  written('no-type', { contentType: null }),
  written('brotli', { compress: 'br' }),
  written('zstd', { compress: 'zstd' }),

  {
    name: 'calendar-trap',
    play: (site) => ({
      handlers: {
        ...ordinary(site),
        '/': businessHome(site.business, '<a href="/calendar">Events</a>'),
        ...calendarTrap('/calendar'),
      },
    }),
    end: isRead,
  },
  {
    name: 'moved',
    play: (site) => ({
      handlers: {
        [`http://${site.host}/`]: redirect(`https://${site.host}/`, 301),
        ...ordinary(site),
      },
    }),
    end: isRead,
  },
  {
    name: 'five-redirects',
    website: (host) => `http://${host}/start`,
    play: (site) => ({
      handlers: {
        ...ordinary(site),
        ...redirectChain('/start', 5, page(businessHome(site.business))),
      },
    }),
    end: isRead,
  },
  {
    name: 'page-is-gone',
    website: (host) => `http://${host}/old/page.html`,
    play: except({}),
    end: isRead,
  },
  {
    name: 'http-only',
    website: (host) => host,
    play: except({}, { https: 'refused' }),
    end: isRead,
  },
  { name: 'https', website: (host) => `https://${host}/`, play: except({}), end: isRead },
  {
    name: 'application-shell',
    play: () => ({ handlers: { '/': shell } }),
    end: { ...isRead, hasPhone: false },
  },
  {
    name: 'large-page',
    play: ({ business }) => ({
      handlers: {
        '/': businessHome(business, '<p>One more paragraph of text.</p>\n'.repeat(60_000)),
      },
    }),
    end: isRead,
  },

  robotsLet('none', status(404)),
  robotsLet('forbidden', status(403)),
  robotsLet('loop', redirect('/robots.txt')),
  robotsLet('html', page('<h1>Welcome</h1>')),
  robotsLet('endless', endless({ contentType: 'text/plain' })),
  robotsLet('beyond-limit', robots({ disallow: ['/'], paddingBytes: 600_000 })),
  robotsLet('no-contact', robots({ disallow: ['/contact'] })),
  robotsLet('delay', robots({ crawlDelay: 1 })),

  contactIs('hang', hang()),
  contactIs('drip', drip({ intervalMs: 400 })),
  contactIs('500', status(500)),
  contactIs('404', status(404)),
  contactIs('reset', resetAfter(500)),
  contactIs('endless', endless()),
  contactIs('gzip-bomb', gzipBomb({ bytes: 2 ** 28 })),
  contactIs('header-bomb', headerBomb(200_000)),
  contactIs('loopback', redirect('http://127.0.0.1/')),
  {
    name: 'contact-loop',
    play: except(redirectLoop('/contact', '/contact/2')),
    end: isRead,
  },
  {
    name: 'contact-tripwire',
    play: (site) => except({ '/contact': redirect(`${site.tripwireUrl}/`) })(site),
    end: isRead,
  },

  hasLogo('missing', status(404)),
  hasLogo('page', page('<h1>No picture</h1>')),
  hasLogo('hang', hang()),
  hasLogo('endless', endless({ contentType: 'image/png' })),
  hasLogo('loopback', redirect('http://127.0.0.1/logo.png')),
  {
    name: 'logo-tripwire',
    play: (site) => ({
      handlers: { '/': homeWithLogo(site, `${site.tripwireUrl}/logo.png`) },
    }),
    end: isRead,
  },
];

function ordinary(site: SiteToPlay) {
  return except({})(site).handlers;
}

/** A home page that fails the first time it is asked for. */
function recovers(name: string, first: Handler): SiteKind {
  return {
    name,
    play: (site) => except({ '/': firstTimes(1, first, page(businessHome(site.business))) })(site),
    end: isRead,
  };
}

/** A home page with letters beyond ASCII, sent in some way. */
function written(name: string, options: PageOptions): SiteKind {
  return {
    name,
    play: (site) => {
      const home = businessHome(site.business, '<p>Grüße aus der Bäckerei</p>');
      return except({ '/': page(home, options) })(site);
    },
    end: isRead,
  };
}

function robotsLet(name: string, answer: Handler): SiteKind {
  return { name: `robots-let-${name}`, play: except({ '/robots.txt': answer }), end: isRead };
}

/** The phone number is on the home page, too. */
function contactIs(name: string, answer: Handler): SiteKind {
  return { name: `contact-${name}`, play: except({ '/contact': answer }), end: isRead };
}

function hasLogo(name: string, answer: Handler): SiteKind {
  return {
    name: `logo-${name}`,
    play: (site) => ({
      handlers: { '/': homeWithLogo(site, '/logo.png'), '/logo.png': answer },
    }),
    end: isRead,
  };
}

function homeWithLogo({ business }: SiteToPlay, source: string): string {
  return businessHome(business, `<img class="logo" src="${source}" alt="${business.name} logo">`);
}
