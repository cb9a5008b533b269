import {
  nextTurn,
  StageError,
  type Json,
  type Stage,
  type StageContext,
  type StageResult,
} from '@sluice/core';
import {
  extractContact,
  extractIdentity,
  pageTextVersion,
  parsePage,
  type PageDocument,
} from '@sluice/enricher';
import { crawlResultSchema, decodeBody, type CrawledPage, type CrawlResult } from '@sluice/scraper';
import { countryCode } from './country-code.ts';
import { documentsKey } from './crawl-stage.ts';
import type { WebServices } from './web-services.ts';

/** What the rules read: which pages, and the country that national phone numbers are of. */
interface RulesInput {
  readonly homeUrl: string;
  readonly pages: readonly Pick<CrawledPage, 'url' | 'role' | 'sha256' | 'charset'>[];
  readonly country: string | null;
}

/** Columns that the images stage fills, from what the rules propose. */
const PROPOSED = new Set(['logo_url', 'banner_url', 'image_url']);

/**
 * Reads values off the crawled pages by rules, each with its evidence. Images are proposed only, in
 * `images`: whether they are any, the images stage finds out.
 */
export function rulesStage(): Stage<WebServices> {
  return {
    name: 'rules',
    version: 2,
    config: { pageTextVersion },
    required: true,
    input(record, outputs) {
      const crawled = outputs['crawl'];
      if (crawled?.outcome !== 'ok') return undefined;
      return rulesInput(crawled.value, record.values['country'] ?? null);
    },
    run: (input, context) => extract(input as unknown as RulesInput, context),
  };
}

/** Where pages lie in the archive is left out: it says nothing about them. */
function rulesInput(crawled: Json, country: string | null): Json {
  const { homeUrl, pages } = crawlResultSchema.parse(crawled);
  return {
    homeUrl,
    pages: pages.map(({ url, role, sha256, charset }) => ({ url, role, sha256, charset })),
    country: countryCode(country),
  };
}

async function extract(
  { homeUrl, country }: RulesInput,
  context: StageContext<WebServices>,
): Promise<StageResult> {
  const crawled = crawlResultSchema.parse(context.outputs['crawl']?.value);
  const { services } = context;
  const documents =
    services.documents.take(documentsKey(crawled)) ?? (await readDocuments(crawled, services));
  const hints = { siteUrl: homeUrl, country };
  await nextTurn();
  const identity = extractIdentity(documents, hints);
  await nextTurn();
  const contact = extractContact(documents, hints);
  const own = Object.entries(identity.columns).filter(([column]) => !PROPOSED.has(column));
  const value = {
    columns: { ...Object.fromEntries(own), ...contact.columns },
    evidence: [
      ...identity.evidence.filter(({ column }) => !PROPOSED.has(column)),
      ...contact.evidence,
    ],
    images: identity.images,
  };
  return { outcome: 'ok', value, reason: null, detail: null, meta: {} };
}

/** Parses the pages again, from the archive. */
async function readDocuments(
  { pages }: CrawlResult,
  services: WebServices,
): Promise<PageDocument[]> {
  return Promise.all(pages.map((page) => readDocument(page, services)));
}

async function readDocument(page: CrawledPage, { archive }: WebServices): Promise<PageDocument> {
  const { url, role, sha256, charset } = page;
  const archived = await archive.read(page.archive);
  if (archived !== null) {
    return parsePage({ url, role, sha256, charset, html: decodeBody(archived.body, charset) });
  }
  throw new StageError(
    'archive_missing',
    'fail-record',
    `the stored page \`${url}\` is gone from \`${page.archive.file}\`; run again with --fresh`,
  );
}
