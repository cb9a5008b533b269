import { firstTimes, page, redirect, robots, status, type TestWeb } from '@sluice/testkit';

/** Websites of ordinary businesses, each of three pages. */
const BUSINESSES = 44;
/** Businesses that a second row names too. */
const NAMED_TWICE = 6;
/** Before every answer, in milliseconds: makes a run last long enough to be met by a kill. */
const LATENCY_MS = 16;

/** Plays the websites that `smallDataset` lists: ordinary ones, and one for each way to fail. */
export function playSmallWeb(web: TestWeb, latencyMs = LATENCY_MS): void {
  const site: TestWeb['site'] = (host, handlers) => web.site(host, handlers, { latencyMs });
  for (let n = 0; n < BUSINESSES; n += 1) {
    site(`shop${n}.test`, {
      '/': home(n),
      '/contact': contact(n),
      '/about': `<title>About</title><p>We have been at ${n + 1} Mill Lane since 1952.</p>`,
    });
  }
  site('missing.test', { '/': status(404) });
  site('closed.test', { '/robots.txt': robots({ disallow: ['/'] }), '/': home(90) });
  site('moved.test', { '/': redirect('http://new-home.test/', 301) });
  site('new-home.test', { '/': home(91), '/contact': contact(91) });
  site('later.test', {
    '/': firstTimes(1, status(503, { retryAfter: 1 }), page(home(92))),
    '/contact': contact(92),
  });
  site('shaky.test', {
    '/': firstTimes(1, status(500), page(home(93))),
    '/contact': contact(93),
  });
}

const SPECIAL = [
  'http://later.test/',
  'http://shaky.test/',
  'http://missing.test/',
  'http://closed.test/',
  'http://moved.test/',
  'http://no-such-host.test/',
  'not a web address',
  '',
];

/** Rows of the dataset. */
export const SMALL_ROWS = SPECIAL.length + BUSINESSES + NAMED_TWICE;

/** The dataset as CSV. What must be waited for comes first, so that it does not prolong the run. */
export function smallDataset(): string {
  const businesses = Array.from({ length: BUSINESSES }, (_, n) => `http://shop${n}.test/`);
  const websites = [...SPECIAL, ...businesses, ...businesses.slice(0, NAMED_TWICE)];
  const lines = websites.map((website, row) => `r${row + 1},Row ${row + 1},${website}`);
  return `id,label,website\n${lines.join('\n')}\n`;
}

function home(n: number): string {
  return `<!doctype html><html lang="en"><head><title>Alder ${n} Roofing</title>
    <meta property="og:site_name" content="Alder ${n} Roofing">
    <meta name="description" content="Roofs for homes and firms, number ${n}"></head>
    <body><img class="logo" src="/logo.png" alt="Alder ${n} Roofing logo">
    <a href="/contact">Contact</a> <a href="/about">About us</a></body></html>`;
}

function contact(n: number): string {
  const digits = String(n).padStart(2, '0');
  return `<title>Contact</title><p>Call <a href="tel:+120255501${digits}">(202) 555-01${digits}</a>
    or write to <a href="mailto:office${n}@example.com">office${n}@example.com</a></p>`;
}
