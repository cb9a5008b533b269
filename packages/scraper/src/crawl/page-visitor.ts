import { StageError, sha256 } from '@sluice/core';
import {
  archiveAnswer,
  archiveRefusal,
  createArchivingFetcher,
} from '../archive/archive-answer.ts';
import { needsBrowser } from '../browser/needs-browser.ts';
import type { PageRenderer, SiteRenderer } from '../browser/page-renderer.ts';
import { decodeBody, detectCharset } from '../fetch/charset.ts';
import { fetchError } from '../fetch/fetch-error.ts';
import type { FetchedPage } from '../fetch/page-fetcher.ts';
import type { RobotsVerdict } from '../robots/robots.ts';
import { classifyPage } from '../soft-failures/classify-page.ts';
import { readGist, type PageGist } from '../soft-failures/page-gist.ts';
import type { SoftFailureCode } from '../soft-failures/soft-failure-signs.ts';
import type { CrawlDependencies } from './crawl-ports.ts';
import type { CrawledPage } from './crawl-result.ts';
import { alwaysNeed, learnedNeed } from './crawl-result.ts';
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
  renderedPages: number;
  renderedGain: number;
  renderedInVain: number;
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
  /** Closes what rendering opened. */
  close(): Promise<void>;
}

export function createPageVisitor<Page extends ParsedLinks>(
  deps: CrawlDependencies<Page>,
): PageVisitor<Page> {
  const { archive, signal, limits, browser } = deps;
  const archiving = createArchivingFetcher(deps.fetcher, archive);
  const tally: VisitTally = {
    requests: 0,
    bytes: 0,
    crawlDelayMs: 0,
    renderedPages: 0,
    renderedGain: 0,
    renderedInVain: 0,
  };
  const rendering = browser && new SiteRendering(browser.renderer, deps);

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

  async function read(fetched: FetchedPage, role: string): Promise<ReadPage<Page>> {
    const { finalUrl: url, body, headers } = fetched;
    const charset = detectCharset(body, headers['content-type']);
    const html = decodeBody(body, charset);
    const hash = sha256(body);
    const document = deps.parse({ url, html, sha256: hash, charset, role });
    const links = considerableLinks(document.links);
    const gist = readGist(html, links);
    const failure = classifyPage({ html, links, headers }, gist);
    const page = { url, role, sha256: hash, charset, bytes: body.byteLength };
    return { fetched, page, document, links, html, gist, failure };
  }

  async function keep(got: ReadPage<Page>): Promise<VisitedPage<Page>> {
    const { failure, page, gist: _gist, ...rest } = got;
    const reference = await archiveAnswer(archive, rest.fetched, page.sha256);
    if (failure !== null) throw fetchError(failure, page.url);
    return { ...rest, page: { ...page, archive: reference } };
  }

  async function visitByHttp(url: string, role: string): Promise<ReadPage<Page>> {
    const fetched = await fetchPage(url);
    tally.bytes += fetched.body.byteLength;
    await checkRedirect(url, fetched.finalUrl);
    return read(fetched, role);
  }

  /** Where a redirect leads to another origin, that one's robots.txt decides whether to read on. */
  async function checkRedirect(url: string, finalUrl: string): Promise<void> {
    if (new URL(finalUrl).origin !== new URL(url).origin) await allowed(finalUrl);
  }

  async function visitInBrowser(
    url: string,
    role: string,
    need: string,
    site: SiteRendering,
  ): Promise<ReadPage<Page>> {
    const { crawlDelayMs } = await allowed(url);
    tally.requests += 1;
    const fetched = await site.render(url, crawlDelayMs);
    tally.bytes += fetched.body.byteLength;
    await checkRedirect(url, fetched.finalUrl);
    const rendered = await read(fetched, role);
    return { ...rendered, page: { ...rendered.page, renderedFor: need } };
  }

  /** The page as a browser shows it, where that is more than it is without. */
  async function improve(plain: ReadPage<Page>, site: SiteRendering): Promise<ReadPage<Page>> {
    const need = needOf(plain);
    if (need === null) return plain;
    try {
      const rendered = await visitInBrowser(plain.page.url, plain.page.role, need, site);
      const gain = rendered.gist.text.length - plain.gist.text.length;
      const isBetter = gain > 0 || rendered.links.length > plain.links.length;
      if (rendered.failure === null ? isBetter : plain.failure !== null) {
        tally.renderedPages += 1;
        tally.renderedGain += Math.max(0, gain);
        return rendered;
      }
    } catch (error) {
      if (!isBearable(error)) throw error;
    }
    tally.renderedInVain += 1;
    return plain;
  }

  /** The page as the browser shows it, without plain HTTP before; null where that has to be asked after all. */
  async function renderAtOnce(
    url: string,
    role: string,
    site: SiteRendering,
  ): Promise<ReadPage<Page> | null> {
    try {
      const rendered = await visitInBrowser(url, role, learnedNeed, site);
      const need = needOf(rendered);
      if (rendered.failure !== null || (need !== null && need !== 'little_text')) return null;
      tally.renderedPages += 1;
      return rendered;
    } catch (error) {
      if (!isBearable(error)) throw error;
      return null;
    }
  }

  return {
    tally,
    check,
    close: async () => rendering?.close(),
    async visit(url, role) {
      if (rendering !== null && browser?.isFirst === true) {
        const rendered = await visitInBrowser(url, role, alwaysNeed, rendering);
        tally.renderedPages += 1;
        return keep(rendered);
      }
      if (rendering !== null && browser?.wasNeeded === true) {
        const rendered = await renderAtOnce(url, role, rendering);
        if (rendered !== null) return keep(rendered);
      }
      const plain = await visitByHttp(url, role);
      return keep(rendering === null ? plain : await improve(plain, rendering));
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

/** A page that was got and parsed, and is not kept yet. */
interface ReadPage<Page extends ParsedLinks> extends Omit<VisitedPage<Page>, 'page'> {
  readonly page: Omit<CrawledPage, 'archive'>;
  readonly gist: PageGist;
  readonly failure: SoftFailureCode | null;
}

/** Walls are not rendered: whoever puts one up wants nobody in. Readers without cookies are asked to come with some. */
function needOf<Page extends ParsedLinks>(read: ReadPage<Page>): string | null {
  const { failure, html, page, document, links, gist } = read;
  if (failure !== null) return failure === 'cookies_required' ? failure : null;
  return needsBrowser(html, page.url, { links, refreshUrl: document.refreshUrl }, gist);
}

/** What a page without a browser can be kept for. */
function isBearable(error: unknown): boolean {
  return (
    error instanceof StageError && error.disposition !== 'stop-run' && error.disposition !== 'defer'
  );
}

/** The site's profile in the browser, opened when the first page needs it. */
class SiteRendering {
  readonly #renderer: PageRenderer;
  readonly #deps: Pick<CrawlDependencies<ParsedLinks>, 'signal' | 'limits' | 'spendRetry'>;
  #site: Promise<SiteRenderer> | null = null;

  constructor(
    renderer: PageRenderer,
    deps: Pick<CrawlDependencies<ParsedLinks>, 'signal' | 'limits' | 'spendRetry'>,
  ) {
    this.#renderer = renderer;
    this.#deps = deps;
  }

  /** Renders a page, again in another browser where one crashed and a retry is left. */
  async render(url: string, crawlDelayMs: number): Promise<FetchedPage> {
    const { signal, limits, spendRetry } = this.#deps;
    for (;;) {
      try {
        this.#site ??= this.#renderer.openSite(signal);
        const site = await this.#site;
        return await site.render(url, { signal, crawlDelayMs, maxBytes: limits.maxPageBytes });
      } catch (error) {
        const hasCrashed = error instanceof StageError && error.code === 'browser_crashed';
        if (hasCrashed || !(error instanceof StageError)) await this.close();
        if (!hasCrashed || !spendRetry()) throw error;
      }
    }
  }

  async close(): Promise<void> {
    const site = this.#site;
    this.#site = null;
    await site?.then(
      (open) => open.close(),
      () => undefined,
    );
  }
}

function disallowed(url: string): StageError {
  const message = `The site's robots.txt asks not to read \`${url}\`.`;
  return new StageError('robots_disallowed', 'fail-record', message);
}
