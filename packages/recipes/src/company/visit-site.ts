import type { Json, StageContext } from '@sluice/core';
import { pageFacts, parsePage, type PageDocument } from '@sluice/enricher';
import {
  crawlResultSchema,
  crawlSite,
  defaultCrawlLimits,
  type CrawlOutcome,
  type CrawlResult,
  type TargetUrl,
} from '@sluice/scraper';
import type { CompanyOptions } from './company-options.ts';
import type { WebServices } from './web-services.ts';

/** What of the options decides which pages are read, and how. */
export type Reading = Pick<CompanyOptions, 'maxPages' | 'browser'>;

/** Visits a website in the way that these options ask for. */
export function visitSite(
  target: TargetUrl,
  { maxPages, browser }: Reading,
  context: StageContext<WebServices>,
): Promise<CrawlOutcome<PageDocument>> {
  const { services, clock, signal } = context;
  return crawlSite<PageDocument>(target, {
    fetcher: services.fetcher,
    robots: services.robots,
    archive: services.archive,
    parse: parsePage,
    factsOf: pageFacts,
    browser:
      services.renderer === null
        ? null
        : {
            renderer: services.renderer,
            isFirst: browser === 'always',
            wasNeeded: services.learned.has(browserFact(new URL(target.url).host)),
          },
    limits: { ...defaultCrawlLimits, maxPages },
    clock,
    signal,
    mayDefer: (error) => context.mayDefer(error),
    spendRetry: () => context.spendRetry(),
  });
}

/** An archive has the pages as they were kept, rendered or not. */
export function browserMode({ browser, replay }: CompanyOptions): CompanyOptions['browser'] {
  return replay === undefined ? browser : 'never';
}

/** What a run tells the next one of a host whose pages were nothing without a browser. */
export function browserFact(host: string): string {
  return `browser ${host}`;
}

/** Under which the documents of a crawl wait for extraction: the same pages give the same key. */
export function documentsKey({ homeUrl, pages }: CrawlResult): string {
  return [homeUrl, ...pages.flatMap(({ url, role, sha256 }) => [url, role, sha256])].join(' ');
}

/** Whether the archive has all pages of a `CrawlResult`. */
export async function hasPages(crawled: Json, { archive }: WebServices): Promise<boolean> {
  const { pages } = crawlResultSchema.parse(crawled);
  const found = await Promise.all(pages.map((page) => archive.has(page.archive)));
  return found.every(Boolean);
}
