import type { Json, JsonObject, Stage, StageContext, StageResult } from '@sluice/core';
import {
  buildWebsiteRequest,
  readWebsiteAnswer,
  sizeOf,
  type NamedCompany,
} from '@sluice/enricher';
import { isBraveSearch, readSearchResults } from '@sluice/scraper';
import { askModel } from './ask-model.ts';
import { askPatiently } from './ask-patiently.ts';
import type { CompanyOptions } from './company-options.ts';
import { searchAsked } from './open-search.ts';
import { PATIENT_DEADLINE_MS } from './patient-deadline.ts';
import type { WebServices } from './web-services.ts';

/** Whether there is anybody to ask for a website. */
export function mayFindWebsites(options: CompanyOptions): boolean {
  return options.model !== undefined || searchAsked(options) !== null;
}

/**
 * Asks a model, a search or both where the website of a company may be, for records with a name and no
 * website. Its value is what they said, addresses that nobody has looked at. Every answer is a durable
 * sub-step; looking at the sites is the next stage, so that looking anew asks nobody again.
 */
export function candidatesStage(options: CompanyOptions): Stage<WebServices> {
  const { model = null } = options;
  const searchUrl = searchAsked(options);
  return {
    name: 'candidates',
    version: 1,
    config: { model, search: searchUrl },
    required: true,
    deadlineMs: PATIENT_DEADLINE_MS,
    isUntimed: true,
    // Records that need none share one result.
    input: ({ values }) => namedCompany(values) as unknown as Json,
    run(input, context) {
      const company = input as unknown as NamedCompany | null;
      if (options.estimatesOnly) return estimate(company, model, searchUrl, context);
      return ask(company, { model, searchUrl, patienceMs: options.maxDefer }, context);
    },
  };
}

/** The company of a record that needs a website and can be looked for. */
export function namedCompany(values: Readonly<Record<string, string | null>>): NamedCompany | null {
  const { website = null, name = null, city = null, country = null } = values;
  return website === null && name !== null ? { name, city, country } : null;
}

/** Whom to ask, and how long a search that asks to come back later is asked again. */
interface Sources {
  readonly model: string | null;
  readonly searchUrl: string | null;
  readonly patienceMs: number;
}

async function ask(
  company: NamedCompany | null,
  { model, searchUrl, patienceMs }: Sources,
  context: StageContext<WebServices>,
): Promise<StageResult> {
  if (company === null) return result(null, {});
  const named = model === null ? [] : await askForNames(company, model, context);
  const found = searchUrl === null ? [] : await search(company, searchUrl, patienceMs, context);
  return result({ addresses: [...named, ...found] }, model === null ? {} : { turns: 1 });
}

/** What asking would take, in the units of an estimate; nobody is asked. */
async function estimate(
  company: NamedCompany | null,
  model: string | null,
  searchUrl: string | null,
  { services }: StageContext<WebServices>,
): Promise<StageResult> {
  if (company === null) return result(null, {});
  const searches = searchUrl === null ? 0 : 1;
  if (model === null || services.model === null) return result(null, { estimate: { searches } });
  const countTokens = await services.model.tokenCounter();
  const { inputTokens } = sizeOf(buildWebsiteRequest(company, model), countTokens);
  return result(null, { estimate: { searches, calls: 1, inputTokens, questions: 1 } });
}

async function askForNames(
  company: NamedCompany,
  model: string,
  context: StageContext<WebServices>,
): Promise<string[]> {
  const service = context.services.model;
  if (service === null) throw new Error('a stage with a model has no service');
  const answer = await askModel(buildWebsiteRequest(company, model), service, context);
  return readWebsiteAnswer(answer.body);
}

async function search(
  { name, city, country }: NamedCompany,
  searchUrl: string,
  patienceMs: number,
  context: StageContext<WebServices>,
): Promise<string[]> {
  const service = context.services.search;
  if (service === null) throw new Error('a stage with a search has no service');
  const query = [name, city ?? country].filter((word) => word !== null).join(' ');
  const engine = isBraveSearch(searchUrl) ? 'brave' : 'searxng';
  const body = await context.step('search', { engine, query }, () =>
    askPatiently(() => service.search(query, context.signal), context, patienceMs),
  );
  return readSearchResults(body);
}

function result(value: JsonObject | null, meta: JsonObject): StageResult {
  return { outcome: 'ok', value, reason: null, detail: null, meta };
}
