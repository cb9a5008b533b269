import type { CrawlDependencies, CrawlMeta } from './crawl-ports.ts';
import type { MissedPage } from './crawl-result.ts';
import type { Discovery } from './discover-links.ts';
import { furtherLinks } from './further-links.ts';
import { KeptPages } from './kept-pages.ts';
import { LinkFrontier, type Candidate, type FrontierLink } from './link-frontier.ts';
import type { HomePage } from './open-home-page.ts';
import { considerable, type ParsedLinks } from './page-links.ts';
import type { PageVisitor, VisitedPage } from './page-visitor.ts';
import { scoreLinks } from './score-links.ts';
import { isInScope, type SiteScope } from './site-scope.ts';
import { findEntrance, findFrames } from './splash-targets.ts';
import type { ToldFacts } from './told-facts.ts';
import { visitPatiently } from './visit-patiently.ts';

/** What crawling came to. */
export interface CrawledPages<Page extends ParsedLinks> {
  /** Home page first, then in the order of their scores. */
  readonly kept: readonly VisitedPage<Page>[];
  readonly missed: readonly MissedPage[];
  readonly duplicates: number;
  readonly guessedPages: number;
  readonly wrongGuesses: number;
  readonly stoppedBy: CrawlMeta['stoppedBy'];
}

/** Visits the chosen pages of a site one after another, best first, until a limit is reached. */
export async function crawlPages<Page extends ParsedLinks>(
  home: HomePage<Page>,
  discovery: Discovery,
  scope: SiteScope,
  told: ToldFacts<Page>,
  visitor: PageVisitor<Page>,
  deps: CrawlDependencies<Page>,
): Promise<CrawledPages<Page>> {
  const crawl = new PageCrawl(home, discovery, scope, told, visitor, deps);
  return crawl.run();
}

class PageCrawl<Page extends ParsedLinks> {
  readonly #home: HomePage<Page>;
  readonly #scope: SiteScope;
  readonly #visitor: PageVisitor<Page>;
  readonly #deps: CrawlDependencies<Page>;
  readonly #told: ToldFacts<Page>;
  readonly #frontier: LinkFrontier;
  readonly #kept: KeptPages<Page>;
  readonly #missed: MissedPage[] = [];
  readonly #seenLinks: Set<string>;
  #duplicates = 0;
  #guessedPages = 0;
  #wrongGuesses = 0;
  #hasReadOn = false;

  constructor(
    home: HomePage<Page>,
    discovery: Discovery,
    scope: SiteScope,
    told: ToldFacts<Page>,
    visitor: PageVisitor<Page>,
    deps: CrawlDependencies<Page>,
  ) {
    this.#home = home;
    this.#scope = scope;
    this.#visitor = visitor;
    this.#deps = deps;
    this.#told = told;
    this.#frontier = new LinkFrontier(told);
    this.#kept = new KeptPages(home.visited);
    this.#seenLinks = new Set(home.visited.links.map(({ url }) => url));
    for (const url of [home.visited.page.url, ...home.redirects]) this.#frontier.markKnown(url);
    this.#frontier.add(entrances(home.visited), 0);
    this.#frontier.add(discovery.links, 1, discovery.areGuesses);
  }

  async run(): Promise<CrawledPages<Page>> {
    let stoppedBy: CrawlMeta['stoppedBy'] = null;
    for (let next = this.#next(); next !== null && stoppedBy === null; next = this.#next()) {
      stoppedBy = this.#reachedLimit();
      if (stoppedBy === null) await this.#visit(next);
    }
    return {
      kept: this.#kept.all(),
      missed: this.#missed,
      duplicates: this.#duplicates,
      guessedPages: this.#guessedPages,
      wrongGuesses: this.#wrongGuesses,
      stoppedBy,
    };
  }

  #next(): Candidate | null {
    const next = this.#frontier.take();
    if (next !== null || this.#hasReadOn || !this.#frontier.isRoleWanted('other')) return next;
    this.#hasReadOn = true;
    const { links } = this.#home.visited;
    const isKnown = (url: string): boolean => this.#frontier.isKnown(url);
    this.#frontier.add(furtherLinks(links, this.#scope, isKnown), 1);
    return this.#frontier.take();
  }

  #reachedLimit(): CrawlMeta['stoppedBy'] {
    const { maxPages, maxMisses, maxSiteBytes } = this.#deps.limits;
    if (this.#kept.count >= maxPages) return 'pages';
    if (this.#missed.length + this.#duplicates >= maxMisses) return 'misses';
    return this.#visitor.tally.bytes >= maxSiteBytes ? 'bytes' : null;
  }

  async #visit({ url, role, score, depth, isGuess }: Candidate): Promise<void> {
    if (isGuess) this.#guessedPages += 1;
    const visit = await visitPatiently(this.#visitor, url, role, this.#deps);
    if ('reason' in visit) {
      this.#frontier.countVain(role);
      if (isGuess) this.#wrongGuesses += 1;
      else this.#missed.push({ url, role, reason: visit.reason });
    } else if (!isInScope(this.#scope, new URL(visit.page.url))) {
      this.#frontier.countVain(role);
      this.#missed.push({ url, role, reason: 'left_site' });
    } else if (this.#kept.add(visit, score)) {
      this.#frontier.countKept(role);
      this.#told.add(visit.document);
      this.#frontier.markKept(alternates(visit.document));
      this.#frontier.add(framesOf(visit, role), depth);
      if (depth < this.#deps.limits.maxDepth) this.#addLinks(visit, depth + 1);
    } else {
      this.#duplicates += 1;
    }
  }

  /** Menus are the same on every page of a site: a link is looked at once. */
  #addLinks(visited: VisitedPage<Page>, depth: number): void {
    const unseen = visited.links.filter(({ url }) => !this.#seenLinks.has(url));
    for (const { url } of unseen) this.#seenLinks.add(url);
    this.#frontier.add(scoreLinks(unseen, this.#scope), depth);
  }
}

/** The addresses of the same page in other languages or forms. */
function alternates({ relations }: ParsedLinks): string[] {
  return relations
    .filter(({ rel }) => rel.split(' ').includes('alternate'))
    .map(({ url }) => url)
    .filter((url) => /^https?:/.test(url) && considerable(url) !== null)
    .slice(0, maxAlternates);
}

/** What the home page shows by its frames, or hides behind a splash. */
function entrances<Page extends ParsedLinks>(home: VisitedPage<Page>): FrontierLink[] {
  const way = findEntrance(home.links, home.page.url);
  const ways = way === null ? [] : [partOf(way, 'entrance')];
  return [...framesOf(home, 'entrance'), ...ways];
}

/** The frames of a page, which tell what is expected of the page itself. Of each role only so many pages are kept. */
function framesOf(
  { html, page }: VisitedPage<ParsedLinks>,
  role: FrontierLink['role'],
): FrontierLink[] {
  return findFrames(html, page.url).map((url) => partOf(url, role));
}

function partOf(url: string, role: FrontierLink['role']): FrontierLink {
  return { url, role, score: entranceScore, isOtherLanguage: false };
}

/** A page in more languages and forms than this wants to keep us busy. */
const maxAlternates = 300;

/** More than any link scores. */
const entranceScore = 120;
