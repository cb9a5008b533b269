import {
  StageError,
  type JsonObject,
  type Stage,
  type StageContext,
  type StageResult,
} from '@sluice/core';
import {
  neededBrowser,
  parseTargetUrl,
  reasons,
  type CrawlMeta,
  type CrawlResult,
  type TargetUrl,
} from '@sluice/scraper';
import type { CompanyOptions } from './company-options.ts';
import { foundWebsite } from './found-website.ts';
import { PATIENT_DEADLINE_MS } from './patient-deadline.ts';
import {
  browserFact,
  browserMode,
  documentsKey,
  hasPages,
  visitSite,
  type Reading,
} from './visit-site.ts';
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

function skipped(reason: string, detail: string, meta: JsonObject = {}): StageResult {
  return { outcome: 'skipped', value: null, reason, detail, meta };
}

/** The same error, with the host for the report's table of failing hosts. */
function withHost(error: StageError, host: string): StageError {
  const { code, disposition, message, retryAfterMs } = error;
  return new StageError(code, disposition, message, { retryAfterMs, meta: { host }, cause: error });
}
