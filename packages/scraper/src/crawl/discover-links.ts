import type { HomePage } from './open-home-page.ts';
import type { ParsedLinks } from './page-links.ts';
import type { PageVisitor } from './page-visitor.ts';
import { readSitemaps } from './read-sitemaps.ts';
import { scoreLinks, type ScoredLink } from './score-links.ts';
import type { SiteScope } from './site-scope.ts';
import type { ToldFacts } from './told-facts.ts';
import { wellKnownPages } from './well-known-pages.ts';

/** What discovery found, best first. */
export interface Discovery {
  readonly links: readonly ScoredLink[];
  /** True when nothing names them: they are only where such pages usually are. */
  readonly areGuesses: boolean;
}

/**
 * Finds the pages of a site that are worth a visit. A home page that links to a contact page or an
 * imprint, or tells an e-mail address or phone number itself, says enough. Else the sitemap is
 * asked, and only where that tells nothing either are addresses guessed: every wrong guess costs the
 * site a request.
 */
export async function discoverLinks<Page extends ParsedLinks>(
  home: HomePage<Page>,
  scope: SiteScope,
  told: ToldFacts<Page>,
  visitor: PageVisitor<Page>,
): Promise<Discovery> {
  const { links: written } = home.visited;
  const linked = scoreLinks(written, scope);
  if (linked.some(leadsToContact) || told.isReachable) {
    return { links: linked, areGuesses: false };
  }
  const urls = await readSitemaps(scope, visitor);
  const named = urls.map((url) => ({ url, text: '', isNofollow: false }));
  const listed = scoreLinks([...written, ...named], scope);
  const areGuesses = listed.length === 0;
  return { links: areGuesses ? wellKnownPages(scope.homeUrl) : listed, areGuesses };
}

function leadsToContact({ role }: ScoredLink): boolean {
  return role === 'contact' || role === 'imprint';
}
