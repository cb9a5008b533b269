import type { Handler } from '../web/handler.ts';
import { text } from './text.ts';

const FILLER_LINE = `# ${'.'.repeat(61)}\n`;

/** What a robots.txt says; paths as they stand in the file. */
export interface RobotsRules {
  /** Default `*`. */
  readonly userAgent?: string;
  readonly disallow?: readonly string[];
  readonly allow?: readonly string[];
  /** Seconds. */
  readonly crawlDelay?: number;
  readonly sitemaps?: readonly string[];
  /** At least so many bytes of comments in front of the rules, to push them past a reader's limit. */
  readonly paddingBytes?: number;
}

/**
 * Answers with a robots.txt. Its other variants are ordinary answers: `status(404)`, `status(500)`,
 * `hang()`, `redirect(…)`, `page('<html>…')`, `endless(…)`.
 */
export function robots(rules: RobotsRules): Handler {
  const { userAgent = '*', disallow = [], allow = [], crawlDelay, sitemaps = [] } = rules;
  const lines = [
    `User-agent: ${userAgent}`,
    ...allow.map((path) => `Allow: ${path}`),
    ...disallow.map((path) => `Disallow: ${path}`),
    ...(crawlDelay === undefined ? [] : [`Crawl-delay: ${crawlDelay}`]),
    ...sitemaps.map((url) => `Sitemap: ${url}`),
  ];
  const padding = FILLER_LINE.repeat(Math.ceil((rules.paddingBytes ?? 0) / FILLER_LINE.length));
  return text(`${padding}${lines.join('\n')}\n`);
}
