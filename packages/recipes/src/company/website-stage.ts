import {
  nextTurn,
  StageError,
  type Json,
  type JsonObject,
  type Stage,
  type StageContext,
  type StageOutputs,
  type StageResult,
} from '@sluice/core';
import {
  confirmWebsite,
  pageTextVersion,
  type CompanySought,
  type PageDocument,
  type WebsiteCheck,
} from '@sluice/enricher';
import type { CrawlOutcome, TargetUrl } from '@sluice/scraper';
import { namedCompany } from './candidates-stage.ts';
import type { CompanyOptions } from './company-options.ts';
import { countryCode } from './country-code.ts';
import { readFoundWebsite } from './found-website.ts';
import { browserMode, documentsKey, hasPages, visitSite, type Reading } from './visit-site.ts';
import type { WebServices } from './web-services.ts';
import { PATIENT_DEADLINE_MS } from './patient-deadline.ts';
import { websiteCandidates } from './website-candidates.ts';

interface WebsiteInput {
  readonly company: CompanySought;
  readonly candidates: readonly TargetUrl[];
}

/**
 * Looks at the sites where the website of a company may be, through the same guard, robots.txt and limits as
 * any address of a dataset, and takes the first that confirms the company's name and place itself.
 */
export function websiteStage(options: CompanyOptions): Stage<WebServices> {
  const { maxPages, replaySha256 = null, maxAge = null } = options;
  const browser = browserMode(options);
  return {
    name: 'website',
    version: 3,
    config: { maxPages, replaySha256, browser, pageTextVersion },
    required: true,
    maxAgeMs: maxAge,
    deadlineMs: PATIENT_DEADLINE_MS,
    input: ({ values }, outputs) => websiteInput(values, outputs),
    async isUsable({ value }, services) {
      const known = readFoundWebsite(value);
      return known === null || hasPages(known.crawl, services);
    },
    run: (input, context) =>
      look(input as unknown as WebsiteInput | null, { maxPages, browser }, context),
  };
}

function websiteInput(
  values: Readonly<Record<string, string | null>>,
  { candidates }: StageOutputs,
): Json | undefined {
  if (candidates?.outcome !== 'ok') return undefined;
  const company = namedCompany(values);
  if (company === null) return null;
  const { addresses } = candidates.value as { readonly addresses: readonly string[] };
  const sought = { ...company, country: countryCode(company.country) };
  return { company: sought, candidates: websiteCandidates(addresses) as unknown as Json };
}

/** What became of a candidate that is not the website. */
interface Refusal {
  readonly host: string;
  readonly reason: string;
  /** The failure, where another attempt may end otherwise. */
  readonly passing: StageError | null;
}

async function look(
  input: WebsiteInput | null,
  reading: Reading,
  context: StageContext<WebServices>,
): Promise<StageResult> {
  if (input === null) return { outcome: 'ok', value: null, reason: null, detail: null, meta: {} };
  const { company, candidates } = input;
  const refusals: Refusal[] = [];
  for (const target of candidates) {
    const checked = await checkCandidate(target, company, reading, context);
    if ('reason' in checked) refusals.push(checked);
    else return found(target, checked, refusals, context.services);
  }
  throwPassing(refusals, context);
  return notFound(refusals);
}

interface Confirmed {
  readonly crawled: Extract<CrawlOutcome<PageDocument>, { kind: 'crawled' }>;
  readonly evidence: Extract<WebsiteCheck, { isConfirmed: true }>['evidence'];
}

async function checkCandidate(
  target: TargetUrl,
  company: CompanySought,
  reading: Reading,
  context: StageContext<WebServices>,
): Promise<Confirmed | Refusal> {
  const { host } = new URL(target.url);
  try {
    const crawled = await visitSite(target, reading, context);
    if (crawled.kind === 'disallowed') return { host, reason: 'robots_disallowed', passing: null };
    await nextTurn();
    const check = confirmWebsite(crawled.documents, crawled.result.homeUrl, company);
    if (!check.isConfirmed) return { host, reason: `other ${check.missing}`, passing: null };
    return { crawled, evidence: check.evidence };
  } catch (error) {
    if (!(error instanceof StageError) || error.disposition === 'stop-run') throw error;
    return {
      host,
      reason: error.code,
      passing: error.disposition === 'fail-record' ? null : error,
    };
  }
}

/**
 * A candidate that could not be looked at now gets another chance, after all others had theirs. What never
 * answers is no website in the end: candidates are guesses, and a wrong one must not fail the record.
 */
function throwPassing(refusals: readonly Refusal[], context: StageContext<WebServices>): void {
  const error = refusals.find(({ passing }) => passing !== null)?.passing ?? null;
  if (error === null) return;
  if (error.disposition === 'defer' ? !context.isLastDeferral : context.spendRetry()) throw error;
}

function found(
  { url }: TargetUrl,
  { crawled, evidence }: Confirmed,
  refusals: readonly Refusal[],
  { documents }: WebServices,
): StageResult {
  documents.put(documentsKey(crawled.result), crawled.documents);
  const value = {
    columns: { website_found: crawled.result.homeUrl },
    evidence,
    found: { website: url, crawl: crawled.result, visit: crawled.meta },
  };
  return result('ok', value as unknown as Json, null, null, refusals);
}

function notFound(refusals: readonly Refusal[]): StageResult {
  const tried = refusals.map(({ host, reason }) => `\`${host}\` (${reason})`).join(', ');
  const detail =
    refusals.length === 0
      ? 'The row names no website, and nobody knew of one'
      : `The row names no website, and none of these is confirmed: ${tried}`;
  return result('skipped', null, 'no_website', detail, refusals);
}

function result(
  outcome: StageResult['outcome'],
  value: Json,
  reason: string | null,
  detail: string | null,
  refusals: readonly Refusal[],
): StageResult {
  const meta: JsonObject = { refusedWebsites: refusals.length };
  return { outcome, value, reason, detail, meta };
}
