import { isInScope, type SiteScope } from './site-scope.ts';
import type { FrontierLink } from './link-frontier.ts';
import { linkLanguage } from './link-language.ts';
import type { PageLink } from './page-links.ts';
import { plainAddress } from './plain-address.ts';
import { isArticle, isNoPage } from './unwanted-links.ts';
import { isFurtherPage, isTrap } from './url-traps.ts';

/** Links that are offered; more would make a site without a contact page the most expensive kind. */
const maxLinks = 2;
const maxLevels = 2;
/** Less than any link that says something for itself. */
const score = 20;

/**
 * Chooses where to read on in a site that shows neither contact page nor imprint: its first plain pages,
 * in the order in which it names them itself.
 *
 * @param isKnown - tells whether the crawl had the address before, under any spelling
 */
export function furtherLinks(
  links: readonly PageLink[],
  scope: SiteScope,
  isKnown: (url: string) => boolean,
): FrontierLink[] {
  const urls = new Set<string>();
  for (const link of links) {
    const url = plainPage(link.url, scope);
    if (url !== null && !isKnown(url)) urls.add(url);
    if (urls.size === maxLinks) break;
  }
  return [...urls].map((url) => ({ url, role: 'other', score, isOtherLanguage: false }));
}

function plainPage(address: string, scope: SiteScope): string | null {
  const written = URL.parse(address);
  if (written === null || !isInScope(scope, written)) return null;
  const url = plainAddress(written, scope);
  const levels = url.pathname.split('/').filter((segment) => segment !== '').length;
  const isPlain = levels > 0 && levels <= maxLevels && url.search === '';
  if (!isPlain || isNoPage(url) || isArticle(url) || isTrap(url) || isFurtherPage(url)) return null;
  if (![null, scope.language].includes(linkLanguage(url))) return null;
  return url.href;
}
