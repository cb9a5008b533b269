import { StageError } from '@sluice/core';
import { canonicalKey } from './canonical-key.ts';
import type { CrawlRequest } from './crawl-ports.ts';
import { nextHomeUrl } from './next-home-url.ts';
import { considerable, type ParsedLinks } from './page-links.ts';
import type { PageVisitor, VisitedPage } from './page-visitor.ts';
import { findScriptRedirect } from './splash-targets.ts';

export interface HomePage<Page extends ParsedLinks> {
  readonly visited: VisitedPage<Page>;
  /** The addresses that led to it, in order. */
  readonly redirects: readonly string[];
}

/**
 * Fetches the home page: under another spelling of the address where the given one does not work, and
 * past a page that only sends its readers on.
 *
 * @throws StageError of the first address tried, when none works
 */
export async function openHomePage<Page extends ParsedLinks>(
  request: CrawlRequest,
  visitor: PageVisitor<Page>,
): Promise<HomePage<Page>> {
  const visited = await visitFirst(request, visitor);
  const home = { visited, redirects: redirectsOf(request.url, visited) };
  return (await followRefresh(home, visitor)) ?? home;
}

async function visitFirst<Page extends ParsedLinks>(
  request: CrawlRequest,
  visitor: PageVisitor<Page>,
): Promise<VisitedPage<Page>> {
  const failures: StageError[] = [];
  const tried = new Set<string>();
  let url: string | null = request.url;
  while (url !== null) {
    tried.add(url);
    try {
      return await visitor.visit(url, 'home');
    } catch (error) {
      const failure = bearable(error);
      failures.push(failure);
      url = nextHomeUrl(url, failure.code, request.hasScheme, tried);
    }
  }
  throw failures[0]!;
}

/** A page that sends its readers on is left for where it sends them, once, unless that fails. */
async function followRefresh<Page extends ParsedLinks>(
  home: HomePage<Page>,
  visitor: PageVisitor<Page>,
): Promise<HomePage<Page> | null> {
  const { page, document, html } = home.visited;
  const target = considerable(document.refreshUrl) ?? findScriptRedirect(html, page.url);
  if (target === null || canonicalKey(target) === canonicalKey(page.url)) return null;
  try {
    const visited = await visitor.visit(target, 'home');
    return { visited, redirects: [...home.redirects, page.url, ...redirectsOf(target, visited)] };
  } catch (error) {
    // A stub that leads to a parking page is part of it; one that leads to a log-in may be a page itself.
    if (bearable(error).code === 'parked_domain') throw error;
    return null;
  }
}

function redirectsOf(asked: string, { page, fetched }: VisitedPage<ParsedLinks>): string[] {
  const hops = [asked, fetched.url, ...fetched.redirects];
  return [...new Set(hops)].filter((url) => url !== page.url);
}

/** Gives back a failure that another address may make good; any other one goes on. */
function bearable(error: unknown): StageError {
  const isBearable =
    error instanceof StageError &&
    error.code !== 'robots_disallowed' &&
    error.disposition !== 'defer' &&
    error.disposition !== 'stop-run';
  if (!isBearable) throw error;
  return error;
}
