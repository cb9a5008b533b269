import { nextTurn, type Json, type Stage, type StageContext, type StageResult } from '@sluice/core';
import { extractContact, extractFirm, extractIdentity, pageTextVersion } from '@sluice/enricher';
import { crawlResultSchema, type CrawledPage } from '@sluice/scraper';
import { countryCode } from './country-code.ts';
import { documentsKey } from './crawl-stage.ts';
import { readDocuments } from './read-documents.ts';
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
    version: 6,
    config: { pageTextVersion },
    required: true,
    isUntimed: true,
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
    services.documents.take(documentsKey(crawled)) ??
    (await readDocuments(crawled.pages, services));
  const hints = { siteUrl: homeUrl, country };
  await nextTurn();
  const identity = extractIdentity(documents, hints);
  await nextTurn();
  const contact = extractContact(documents, hints);
  const own = Object.entries(identity.columns).filter(([column]) => !PROPOSED.has(column));
  const firm = extractFirm(documents);
  const value = {
    columns: { ...Object.fromEntries(own), ...contact.columns, ...firm.columns },
    evidence: [
      ...identity.evidence.filter(({ column }) => !PROPOSED.has(column)),
      ...contact.evidence,
      ...firm.evidence,
    ],
    images: identity.images,
  };
  return { outcome: 'ok', value, reason: null, detail: null, meta: {} };
}
