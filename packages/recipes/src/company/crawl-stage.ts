import {
  StageError,
  type Json,
  type JsonObject,
  type Stage,
  type StageContext,
  type StageResult,
} from '@sluice/core';
import { pageFacts, parsePage, type PageDocument } from '@sluice/enricher';
import {
  crawlResultSchema,
  crawlSite,
  defaultCrawlLimits,
  neededBrowser,
  parseTargetUrl,
  reasons,
  type CrawlMeta,
  type CrawlOutcome,
  type CrawlResult,
  type TargetUrl,
} from '@sluice/scraper';
import type { CompanyOptions } from './company-options.ts';
import { foundWebsite } from './found-website.ts';
import { PATIENT_DEADLINE_MS } from './patient-deadline.ts';
import type { WebServices } from './web-services.ts';

/** Visits the record's website; its value is a `CrawlResult`. */
export function crawlStage(options: CompanyOptions): Stage<WebServices> {
  const { maxPages, replaySha256 = null, maxAge = null } = options;
  const browser = browserMode(options);
  return {
    name: 'crawl',
    version: 6,
    config: { maxPages, replaySha256, browser },
    required: true,
    maxAgeMs: maxAge,
    deadlineMs: PATIENT_DEADLINE_MS,
    input(record, outputs) {
      if (outputs['website'] !== undefined && outputs['website'].outcome !== 'ok') return undefined;
      const website = record.values['website'] ?? foundWebsite(outputs)?.website ?? null;
      return siteInput(website);
    },
    isUsable: async (result, services) =>
      result.outcome !== 'ok' || hasPages(result.value, services),
    run: (input, context) => crawl(input as SiteInput, { maxPages, browser }, context),
  };
}

/** An archive has the pages as they were kept, rendered or not. */
export function browserMode({ browser, replay }: CompanyOptions): CompanyOptions['browser'] {
  return replay === undefined ? browser : 'never';
}

/** What a website column holds: an address, or text that is none, or nothing. */
type SiteInput =
  | { readonly website: string; readonly hasScheme: boolean }
  | { readonly unreadable: string }
  | { readonly website: null };

/** Rows whose websites are the same address have the same input, and share one crawl. */
function siteInput(website: string | null): SiteInput {
  if (website === null) return { website };
  try {
    const { url, hasScheme } = parseTargetUrl(website);
    return { website: url, hasScheme };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return { unreadable: website };
  }
}

/** What of the options decides which pages are read, and how. */
export type Reading = Pick<CompanyOptions, 'maxPages' | 'browser'>;

async function crawl(
  input: SiteInput,
  reading: Reading,
  context: StageContext<WebServices>,
): Promise<StageResult> {
  if ('unreadable' in input) {
    return skipped('invalid_url', `\`${input.unreadable.slice(0, 200)}\` is not a web address`);
  }
  if (input.website === null) return skipped('no_website', reasons.no_website.explanation);
  const target = { url: input.website, hasScheme: input.hasScheme };
  const { host } = new URL(target.url);
  try {
    return await crawlTarget(target, host, reading, context);
  } catch (error) {
    throw error instanceof StageError ? withHost(error, host) : error;
  }
}

async function crawlTarget(
  target: TargetUrl,
  host: string,
  reading: Reading,
  context: StageContext<WebServices>,
): Promise<StageResult> {
  const found = foundWebsite(context.outputs);
  if (found?.website === target.url) return visited(host, found.crawl, found.visit);
  const crawled = await visitSite(target, reading, context);
  if (crawled.kind === 'disallowed') {
    return skipped('robots_disallowed', `robots.txt asks not to read \`${crawled.url}\``, { host });
  }
  context.services.documents.put(documentsKey(crawled.result), crawled.documents);
  return visited(host, crawled.result, crawled.meta);
}

function visited(host: string, result: CrawlResult, visit: CrawlMeta): StageResult {
  const { homeRedirects, ...counts } = visit;
  const learned = neededBrowser(result) ? { learned: browserFact(host) } : {};
  const meta = { host, pages: result.pages.length, homeRedirects, ...counts, ...learned };
  return { outcome: 'ok', value: result, reason: null, detail: null, meta };
}

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

/** What a run tells the next one of a host whose pages were nothing without a browser. */
function browserFact(host: string): string {
  return `browser ${host}`;
}

/** Under which the documents of a crawl wait for extraction: the same pages give the same key. */
export function documentsKey({ homeUrl, pages }: CrawlResult): string {
  return [homeUrl, ...pages.flatMap(({ url, role, sha256 }) => [url, role, sha256])].join(' ');
}

function skipped(reason: string, detail: string, meta: JsonObject = {}): StageResult {
  return { outcome: 'skipped', value: null, reason, detail, meta };
}

/** The same error, with the host for the report's table of failing hosts. */
function withHost(error: StageError, host: string): StageError {
  const { code, disposition, message, retryAfterMs } = error;
  return new StageError(code, disposition, message, { retryAfterMs, meta: { host }, cause: error });
}

/** Whether the archive has all pages of a `CrawlResult`. */
export async function hasPages(crawled: Json, { archive }: WebServices): Promise<boolean> {
  const { pages } = crawlResultSchema.parse(crawled);
  const found = await Promise.all(pages.map((page) => archive.has(page.archive)));
  return found.every(Boolean);
}
