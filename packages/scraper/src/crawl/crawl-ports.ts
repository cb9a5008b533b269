import type { Clock, StageError } from '@sluice/core';
import type { PageArchive } from '../archive/page-archive.ts';
import type { PageRenderer } from '../browser/page-renderer.ts';
import type { PageFetcher } from '../fetch/page-fetcher.ts';
import type { TargetUrl } from '../guard/parse-target-url.ts';
import type { Robots } from '../robots/robots.ts';
import type { CrawlResult } from './crawl-result.ts';
import type { ParsedLinks } from './page-links.ts';
import type { PageFacts } from './told-facts.ts';

/** A page to parse: its decoded body and where it came from. */
export interface PageToParse {
  /** After redirects. */
  readonly url: string;
  readonly html: string;
  /** Over the body bytes after content decoding. */
  readonly sha256: string;
  readonly charset: string;
  readonly role: string;
}

/** What one site may cost. */
export interface CrawlLimits {
  /** Pages to keep, the home page included. */
  readonly maxPages: number;
  /** Pages that may turn out missing, moved away or copies before the crawl gives up looking. */
  readonly maxMisses: number;
  /** Clicks from the home page. */
  readonly maxDepth: number;
  /** Decoded bytes of one page. */
  readonly maxPageBytes: number;
  /** Decoded bytes of all pages of a site together; no page is begun beyond. */
  readonly maxSiteBytes: number;
}

export const defaultCrawlLimits: CrawlLimits = {
  maxPages: 8,
  maxMisses: 6,
  maxDepth: 2,
  maxPageBytes: 8 * 1024 * 1024,
  maxSiteBytes: 24 * 1024 * 1024,
};

/** What a crawl works with. Everything is given, so that nothing of it depends on other records. */
export interface CrawlDependencies<Page extends ParsedLinks> {
  readonly fetcher: PageFetcher;
  readonly robots: Pick<Robots, 'check'>;
  readonly archive: Pick<PageArchive, 'append'>;
  /** Parses a page once, for its links here and for extraction afterwards. */
  readonly parse: (page: PageToParse) => Page;
  /** What a page tells, so that a site that has told enough is asked for less. */
  readonly factsOf: (page: Page) => PageFacts;
  /**
   * The browser for pages that are nothing without their scripts; null for none. `isFirst` renders every
   * page; `wasNeeded` says that an earlier crawl found no page of the site without it, so that a page is
   * asked for by plain HTTP only where the browser does not bring one.
   */
  readonly browser: {
    readonly renderer: PageRenderer;
    readonly isFirst: boolean;
    readonly wasNeeded?: boolean;
  } | null;
  readonly limits: CrawlLimits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Takes one retry from the stage's budget for this record; false when none is left. */
  readonly spendRetry: () => boolean;
  /** Whether the record may wait for a host that asks to come back later. */
  readonly mayDefer: (error: StageError) => boolean;
}

/** Facts about a crawl that are no part of its value. */
export interface CrawlMeta {
  readonly elapsedMs: number;
  /** Pages and sitemaps asked for; robots.txt and redirects not counted. */
  readonly requests: number;
  /** Decoded bytes of the pages and sitemaps that were answered. */
  readonly bytes: number;
  /** Pages asked for that nothing names: only where such pages usually are. */
  readonly guessedPages: number;
  /** Those of them that could not be had. */
  readonly wrongGuesses: number;
  /** Pages that turned out to be ones already kept. */
  readonly duplicates: number;
  /** The addresses that led to the home page, in order; empty when it was where it was said to be. */
  readonly homeRedirects: readonly string[];
  /** The home page lives on another registrable domain than the one asked for. */
  readonly isOtherDomain: boolean;
  /** A redirect led from https to http. */
  readonly isDowngraded: boolean;
  readonly crawlDelayMs: number;
  /** Pages that were opened in a browser and kept as it left them. */
  readonly renderedPages: number;
  /** Characters of visible text that rendering brought, where there was a page without it. */
  readonly renderedGain: number;
  /** Pages that should have been rendered and could not, or were no better for it. */
  readonly renderedInVain: number;
  /** Which limit ended the crawl; null when there was nothing left worth reading. */
  readonly stoppedBy: 'pages' | 'misses' | 'bytes' | null;
}

/** What a crawl came to. `documents` are the parsed pages, in the order of `result.pages`. */
export type CrawlOutcome<Page extends ParsedLinks> =
  | {
      readonly kind: 'crawled';
      readonly result: CrawlResult;
      readonly documents: readonly Page[];
      readonly meta: CrawlMeta;
    }
  | { readonly kind: 'disallowed'; readonly url: string };

/** Crawls one site. */
export type CrawlRequest = TargetUrl;
