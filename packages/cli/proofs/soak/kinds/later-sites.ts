import { firstTimes, page, status, type Handler } from '@sluice/testkit';
import { businessHome } from '../business-pages.ts';
import { except, isRead, waits, fails, type SiteKind } from '../site-kind.ts';

const HOUR_S = 3_600;
/** More than a record waits after it has waited so long once; see `--max-defer` in `soak-settings.ts`. */
const TOO_LONG_TWICE_S = 40;

/**
 * Sites that ask to come back later, in every form of `Retry-After`. Those that have to be waited for longest
 * are every fourth of them: the engine spreads waits by a row's position, and these wait least.
 */
export const laterSites: readonly SiteKind[] = [
  always('always-later-503', status(503, { retryAfter: 1 }), fails('http_503')),
  comesBack('later-503', status(503, { retryAfter: 1 })),
  comesBack('later-429', status(429, { retryAfter: 1 })),
  comesBack('later-now', status(503, { retryAfter: 0 })),
  always('always-later-429', status(429, { retryAfter: 1 }), fails('http_429')),
  comesBack('later-date', atDate(503, 2)),
  {
    name: 'later-robots',
    play: except({
      '/robots.txt': firstTimes(1, status(503, { retryAfter: 1 }), status(404)),
    }),
    end: isRead,
  },
  always('hour-later', status(503, { retryAfter: HOUR_S }), waits('http_503')),
  // The site can be read without the page or the picture that asks for a pause.
  inside('contact-always-later', '/contact', status(503, { retryAfter: 1 })),
  inside('contact-hour-later', '/contact', status(503, { retryAfter: HOUR_S })),
  {
    name: 'logo-hour-later',
    play: ({ business }) => ({
      handlers: {
        '/': businessHome(business, `<img class="logo" src="/logo.png" alt="${business.name}">`),
        '/logo.png': status(503, { retryAfter: HOUR_S }),
      },
    }),
    end: isRead,
  },
  always('hour-later-date', atDate(429, HOUR_S), waits('http_429')),
  // Without saying how long: some seconds, and an attempt of the budget.
  always('too-many-requests', status(429), fails('http_429')),
  always('absurdly-later', status(503, { retryAfter: '99999999999999' }), waits('http_503')),
  always('too-often-later', status(503, { retryAfter: TOO_LONG_TWICE_S }), waits('http_503')),
  always('minus-five', status(503, { retryAfter: -5 }), fails('http_503')),
  {
    name: 'robots-too-many-requests',
    play: except({ '/robots.txt': status(429) }),
    end: fails('robots_unreachable'),
  },
  always('soon', status(503, { retryAfter: 'soon' }), fails('http_503')),
];

/** A home page that asks for a pause once. */
function comesBack(name: string, later: Handler): SiteKind {
  return {
    name,
    play: (site) => except({ '/': firstTimes(1, later, page(businessHome(site.business))) })(site),
    end: isRead,
  };
}

function always(name: string, later: Handler, end: SiteKind['end']): SiteKind {
  return { name, play: except({ '/': later }), end };
}

function inside(name: string, path: string, later: Handler): SiteKind {
  return { name, play: except({ [path]: later }), end: isRead };
}

/** `Retry-After` as a date so many seconds from when it is asked. */
function atDate(code: number, seconds: number): Handler {
  return (exchange) =>
    status(code, { retryAfter: new Date(Date.now() + seconds * 1_000) })(exchange);
}
