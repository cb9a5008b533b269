import { robots } from '../answers/robots.ts';
import type { Handler } from '../web/handler.ts';
import type { Site, SiteSource } from '../web/site.ts';
import { createBusiness, type Business } from './business.ts';
import { renderBottom, renderMiddle, renderTop } from './render-page.ts';

/** A web of many small businesses, `site0.test`, `site1.test`, …, each different and each the same every time. */
export interface ManyOriginsOptions {
  /** How many. Default 2,000. */
  readonly hosts?: number;
  /** Before every answer. Default 0. */
  readonly latencyMs?: number;
  /** Of the slowest host; the logarithms of the others lie evenly between. Default: all the same. */
  readonly maxLatencyMs?: number;
  /**
   * Of the part of a page that sites share, which is nearly all. Inner pages of real sites are as heavy as home
   * pages. Default 53,000.
   */
  readonly pageBytes?: number;
}

/** Shared middle parts: enough for variety, few enough to keep 2,000 sites in some megabytes. */
const VARIANTS = 16;

const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

const ROBOTS = robots({ disallow: ['/admin/', '/cart/'] });

const PAGES = [
  { path: '/', title: 'Welcome' },
  { path: '/contact', title: 'Contact' },
  { path: '/about', title: 'About us' },
  { path: '/imprint', title: 'Imprint' },
] as const;

/** Hosts of the same web as `manyOrigins` plays, in order. */
export function manyOriginHosts(hosts = 2_000): string[] {
  return Array.from({ length: hosts }, (_, n) => `site${n}.test`);
}

/**
 * Sites for `web.addSites(…)`: a home page, contact, about and imprint pages, robots.txt, images. All
 * text is rendered here, so that serving costs next to nothing.
 */
export function manyOrigins(options: ManyOriginsOptions = {}): SiteSource {
  const { hosts = 2_000, latencyMs = 0, maxLatencyMs = latencyMs, pageBytes = 53_000 } = options;
  const middles = Array.from({ length: VARIANTS }, (_middles, variant) =>
    PAGES.map((_, page) => Buffer.from(renderMiddle(variant, page, pageBytes), 'utf8')),
  );
  const names = manyOriginHosts(hosts);
  const sites = names.map((host, n): [string, Site] => {
    const handlers = businessPages(createBusiness(n, host), middles[n % VARIANTS] ?? []);
    const hostLatencyMs = latencyMs * (maxLatencyMs / Math.max(latencyMs, 1)) ** spread(n);
    return [
      host,
      { options: { latencyMs: hostLatencyMs }, find: (url) => handlers.get(url.pathname) },
    ];
  });
  const byHost = new Map(sites);
  return (host) => byHost.get(host);
}

/** From 0 to 1, evenly: neighbours far apart, and any stretch of numbers all over it. */
function spread(n: number): number {
  return (n * GOLDEN_SECTION) % 1;
}

function businessPages(business: Business, middles: readonly Buffer[]): Map<string, Handler> {
  const handlers = new Map([['/robots.txt', ROBOTS]]);
  const bottom = Buffer.from(renderBottom(business), 'utf8');
  for (const [index, { path, title }] of PAGES.entries()) {
    const top = Buffer.from(renderTop(business, title), 'utf8');
    const middle = middles[index] ?? Buffer.alloc(0);
    handlers.set(path, joinedPage([top, middle, bottom]));
  }
  return handlers;
}

/** Joins the parts for each request: copying 55 KB takes microseconds, keeping 2,000 copies 110 MB. */
function joinedPage(parts: readonly Buffer[]): Handler {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': length };
  return ({ response }) => void response.writeHead(200, headers).end(Buffer.concat(parts, length));
}
