import robotsParser from 'robots-parser';

// The package is CommonJS and exports the function itself; its types describe a default export instead.
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

/** What a site's robots.txt says to us. */
export interface RobotsRules {
  isAllowed(url: string): boolean;
  /** As asked for, not negative; 0 where it says nothing. In milliseconds. */
  readonly crawlDelayMs: number;
  /** Absolute `http:` and `https:` addresses of sitemaps, in order, each once. */
  readonly sitemaps: readonly string[];
}

/** RFC 9309 asks for at least this much to be read; what follows is ignored. */
export const maxRobotsBytes = 500 * 1024;

/** Sitemap lines beyond this many are ignored; a site that needs more uses an index. */
const maxSitemaps = 50;

/** Rules of a site without robots.txt. */
export const allowAll: RobotsRules = { isAllowed: () => true, crawlDelayMs: 0, sitemaps: [] };

/**
 * Parses robots.txt by RFC 9309: UTF-8, the group of our own name, else of `*`; the longest match wins.
 *
 * @param origin - of the site the rules are for, such as `https://example.com`
 * @param product - the name we go by in robots.txt, without a version
 */
export function parseRobotsRules(body: Uint8Array, origin: string, product: string): RobotsRules {
  const text = new TextDecoder().decode(body.subarray(0, maxRobotsBytes));
  const rules = parseRobots(`${origin}/robots.txt`, text);
  return {
    isAllowed: (url) => rules.isAllowed(url, product) ?? true,
    crawlDelayMs: Math.max(0, rules.getCrawlDelay(product) ?? 0) * 1_000,
    sitemaps: sitemapUrls(rules.getSitemaps(), origin),
  };
}

function sitemapUrls(lines: readonly string[], origin: string): string[] {
  const urls = lines.map((line) => URL.parse(line, origin)).filter((url) => url !== null);
  const web = urls.filter((url) => /^https?:$/.test(url.protocol)).map((url) => url.href);
  return [...new Set(web)].slice(0, maxSitemaps);
}
