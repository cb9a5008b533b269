import type { PageLink } from '../crawl/page-links.ts';
import { readGist, type PageGist } from './page-gist.ts';
import { softFailureSigns, type SoftFailureCode } from './soft-failure-signs.ts';

/** A page as it was served. */
export interface ServedPage {
  readonly html: string;
  readonly links: readonly PageLink[];
  /** Lowercase names. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Tells a page that was served in place of the one asked for: a wall in front of the site, a parked
 * domain, a page that only says that there is none. A pure function; where there is doubt, a page.
 *
 * @param gist - of the page, where it has been read already
 * @returns null for a page
 */
export function classifyPage(
  { html, links, headers }: ServedPage,
  gist: PageGist = readGist(html, links),
): SoftFailureCode | null {
  if (botWallHeader(headers) !== null) return 'bot_wall';
  return softFailureSigns.find((sign) => sign.applies(gist))?.code ?? null;
}

/** Headers with which bot walls mark their answers; those of the sites behind them do not have them. */
const botWallHeaders: readonly (readonly [name: string, value: RegExp])[] = [
  ['cf-mitigated', /^challenge$/i],
  ['x-amzn-waf-action', /^(challenge|captcha)$/i],
  ['x-sucuri-block', /./],
];

/** The header that marks an answer as a bot wall's; null where there is none. */
export function botWallHeader(
  headers: Readonly<Record<string, string>>,
): { readonly name: string; readonly value: string } | null {
  for (const [name, pattern] of botWallHeaders) {
    const value = headers[name];
    if (value !== undefined && pattern.test(value)) return { name, value };
  }
  return null;
}
