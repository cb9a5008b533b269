import { StageError, sha256 } from '@sluice/core';
import {
  archiveAnswer,
  archiveRefusal,
  createArchivingFetcher,
} from '../archive/archive-answer.ts';
import { decodeBody, detectCharset } from '../fetch/charset.ts';
import { fetchError } from '../fetch/fetch-error.ts';
import type { FetchedPage } from '../fetch/page-fetcher.ts';
import type { RobotsVerdict } from '../robots/robots.ts';
import { classifyPage } from '../soft-failures/classify-page.ts';
import type { CrawlDependencies } from './crawl-ports.ts';
import type { CrawledPage } from './crawl-result.ts';
import { considerableLinks, type PageLink, type ParsedLinks } from './page-links.ts';

/** A page that was fetched, kept and parsed. */
export interface VisitedPage<Page extends ParsedLinks> {
  readonly page: CrawledPage;
  readonly document: Page;
  /** Those of the document that a crawl may consider. */
  readonly links: readonly PageLink[];
  readonly html: string;
  readonly fetched: FetchedPage;
}

/** What the visits of one crawl came to together. */
export interface VisitTally {
  requests: number;
  bytes: number;
  crawlDelayMs: number;
}

/** Gets the pages of one site, one at a time, under robots.txt. */
export interface PageVisitor<Page extends ParsedLinks> {
  readonly tally: Readonly<VisitTally>;
  /**
   * Fetches, keeps and parses a page. What was served in place of one is kept too, so that a replay ends
   * in the same reason.
   *
   * @throws StageError `robots_disallowed`, a `SoftFailureCode`, or what the fetcher threw
   */
  visit(url: string, role: string): Promise<VisitedPage<Page>>;
  /** Fetches and keeps a file that is no page, up to `maxBytes` of it. */
  fetchFile(url: string, maxBytes: number): Promise<FetchedPage>;
  /** What robots.txt says of an address. */
  check(url: string): Promise<RobotsVerdict>;
}

export function createPageVisitor<Page extends ParsedLinks>(
  deps: CrawlDependencies<Page>,
): PageVisitor<Page> {
  const { archive, signal, limits } = deps;
  const archiving = createArchivingFetcher(deps.fetcher, archive);
  const tally: VisitTally = { requests: 0, bytes: 0, crawlDelayMs: 0 };

  async function check(url: string): Promise<RobotsVerdict> {
    const verdict = await deps.robots.check(url, signal);
    tally.crawlDelayMs = Math.max(tally.crawlDelayMs, verdict.crawlDelayMs);
    return verdict;
  }

  async function allowed(url: string): Promise<RobotsVerdict> {
    const verdict = await check(url);
    if (!verdict.allowed) throw disallowed(url);
    return verdict;
  }

  async function fetchPage(url: string): Promise<FetchedPage> {
    const { crawlDelayMs } = await allowed(url);
    tally.requests += 1;
    const options = {
      signal,
      crawlDelayMs,
      accept: 'html',
      maxBytes: limits.maxPageBytes,
    } as const;
    try {
      return await deps.fetcher.fetch(url, options);
    } catch (error) {
      await archiveRefusal(archive, url, error);
      throw error;
    }
  }

  return {
    tally,
    check,
    async visit(url, role) {
      const fetched = await fetchPage(url);
      tally.bytes += fetched.body.byteLength;
      // Where a redirect leads to another origin, that one's robots.txt decides whether to read on.
      if (new URL(fetched.finalUrl).origin !== new URL(url).origin) await allowed(fetched.finalUrl);
      const hash = sha256(fetched.body);
      // Compressing happens in the thread pool, beside the parsing.
      const [reference, { page, document, html }] = await Promise.all([
        archiveAnswer(archive, fetched, hash),
        parseFetched(deps, fetched, hash, role),
      ]);
      const links = considerableLinks(document.links);
      const failure = classifyPage({ html, links, headers: fetched.headers });
      if (failure !== null) throw fetchError(failure, fetched.finalUrl);
      return { page: { ...page, archive: reference }, document, links, html, fetched };
    },
    async fetchFile(url, maxBytes) {
      const { crawlDelayMs } = await allowed(url);
      tally.requests += 1;
      const options = {
        signal,
        crawlDelayMs,
        accept: 'xml',
        maxBytes,
        overflow: 'truncate',
      } as const;
      const file = await archiving.fetch(url, options);
      tally.bytes += file.body.byteLength;
      return file;
    },
  };
}

async function parseFetched<Page extends ParsedLinks>(
  deps: CrawlDependencies<Page>,
  fetched: FetchedPage,
  hash: string,
  role: string,
): Promise<{ page: Omit<CrawledPage, 'archive'>; document: Page; html: string }> {
  const { finalUrl: url, body } = fetched;
  const charset = detectCharset(body, fetched.headers['content-type']);
  const html = decodeBody(body, charset);
  const document = deps.parse({ url, html, sha256: hash, charset, role });
  return { page: { url, role, sha256: hash, charset, bytes: body.byteLength }, document, html };
}

function disallowed(url: string): StageError {
  const message = `The site's robots.txt asks not to read \`${url}\`.`;
  return new StageError('robots_disallowed', 'fail-record', message);
}
