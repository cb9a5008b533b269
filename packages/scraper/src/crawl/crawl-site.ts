import { StageError } from '@sluice/core';
import { crawlPages, type CrawledPages } from './crawl-pages.ts';
import type { CrawlDependencies, CrawlMeta, CrawlOutcome, CrawlRequest } from './crawl-ports.ts';
import { discoverLinks } from './discover-links.ts';
import { openHomePage, type HomePage } from './open-home-page.ts';
import type { ParsedLinks } from './page-links.ts';
import { createPageVisitor, type PageVisitor, type VisitTally } from './page-visitor.ts';
import { registrableDomain, siteScope } from './site-scope.ts';
import { ToldFacts } from './told-facts.ts';

/**
 * Crawls one site in four phases: discovery (home page, sitemap, well-known addresses), selection (links
 * scored for what recipes want), crawling (one page after another, within limits), and hand-off (the
 * parsed pages, so that extraction need not parse them again).
 *
 * @throws StageError when the home page cannot be had, or when a host asks to come back later
 */
export async function crawlSite<Page extends ParsedLinks>(
  request: CrawlRequest,
  deps: CrawlDependencies<Page>,
): Promise<CrawlOutcome<Page>> {
  const visitor = createPageVisitor(deps);
  try {
    return await crawlWith(visitor, request, deps);
  } finally {
    await visitor.close();
  }
}

async function crawlWith<Page extends ParsedLinks>(
  visitor: PageVisitor<Page>,
  request: CrawlRequest,
  deps: CrawlDependencies<Page>,
): Promise<CrawlOutcome<Page>> {
  const startedAt = deps.clock.now();
  const home = await nullWhereDisallowed(openHomePage(request, visitor));
  if (home === null) return { kind: 'disallowed', url: request.url };
  const { visited } = home;
  const homeUrl = visited.page.url;
  const scope = siteScope(homeUrl, visited.links, visited.document.language);
  const told = new ToldFacts(deps.factsOf);
  told.add(visited.document);
  const discovery = await discoverLinks(home, scope, told, visitor);
  const crawled = await crawlPages(home, discovery, scope, told, visitor, deps);
  return {
    kind: 'crawled',
    result: { homeUrl, pages: crawled.kept.map(({ page }) => page), missed: [...crawled.missed] },
    documents: crawled.kept.map(({ document }) => document),
    meta: {
      ...describeHome(request, home),
      ...describeVisits(crawled, visitor.tally),
      elapsedMs: deps.clock.now() - startedAt,
    },
  };
}

async function nullWhereDisallowed<Home>(opening: Promise<Home>): Promise<Home | null> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof StageError && error.code === 'robots_disallowed') return null;
    throw error;
  }
}

function describeHome(
  request: CrawlRequest,
  home: HomePage<ParsedLinks>,
): Pick<CrawlMeta, 'homeRedirects' | 'isOtherDomain' | 'isDowngraded'> {
  const asked = registrableDomain(new URL(request.url).hostname);
  const found = registrableDomain(new URL(home.visited.page.url).hostname);
  return {
    homeRedirects: home.redirects,
    isOtherDomain: asked !== found,
    isDowngraded: home.visited.fetched.isDowngraded ?? false,
  };
}

function describeVisits(
  crawled: CrawledPages<ParsedLinks>,
  tally: Readonly<VisitTally>,
): Omit<CrawlMeta, 'homeRedirects' | 'isOtherDomain' | 'isDowngraded' | 'elapsedMs'> {
  const { duplicates, guessedPages, wrongGuesses, stoppedBy } = crawled;
  return { ...tally, duplicates, guessedPages, wrongGuesses, stoppedBy };
}
