import {
  nextTurn,
  type Evidence,
  type Json,
  type JsonObject,
  type Stage,
  type StageContext,
  type StageOutputs,
  type StageResult,
} from '@sluice/core';
import { askForm, buildFormRequest, pageTextVersion, sizeOf } from '@sluice/enricher';
import { crawlResultSchema } from '@sluice/scraper';
import { askModel } from './ask-model.ts';
import type { CompanyOptions } from './company-options.ts';
import { companyQuestions } from './company-questions.ts';
import { pageInputs, type PageInput } from './page-inputs.ts';
import { PATIENT_DEADLINE_MS } from './patient-deadline.ts';
import { readDocuments } from './read-documents.ts';
import type { WebServices } from './web-services.ts';

/** A column that a rule filled with this confidence or more is not asked for. */
const CONFIDENCE_OF_RULES = 0.7;

/** The options of a run that has a model to ask. */
type ModelOptions = CompanyOptions & { readonly model: string };

/** What is asked about which pages. */
interface ModelInput {
  readonly pages: readonly PageInput[];
  readonly columns: readonly string[];
}

/**
 * Asks a language model for what the rules do not know. Its value is the model's answer; the next stage
 * holds that against the pages. Every answer is a durable sub-step, so what was paid for is asked once.
 */
export function modelStage(options: ModelOptions): Stage<WebServices> {
  const { model, locale, contextTokens } = options;
  return {
    name: 'model',
    version: 1,
    // Where the server is does not count: an answer of the same model to the same words is the same.
    config: { model, locale, contextTokens, pageTextVersion },
    required: false,
    deadlineMs: PATIENT_DEADLINE_MS,
    isUntimed: true,
    input: (_, outputs) => modelInput(outputs),
    run: (input, context) => ask(input as unknown as ModelInput, options, context),
  };
}

function modelInput(outputs: StageOutputs): Json | undefined {
  const { crawl, rules } = outputs;
  if (crawl?.outcome !== 'ok' || rules?.outcome !== 'ok') return undefined;
  const { pages } = crawlResultSchema.parse(crawl.value);
  const known = columnsKnown(rules);
  return {
    pages: pageInputs(pages),
    columns: companyQuestions.map(({ column }) => column).filter((column) => !known.has(column)),
  };
}

function columnsKnown({ value }: StageResult): Set<string> {
  const { evidence } = value as unknown as { readonly evidence: readonly Evidence[] };
  const sure = evidence.filter(({ confidence }) => confidence >= CONFIDENCE_OF_RULES);
  return new Set(sure.map(({ column }) => column));
}

async function ask(
  { columns }: ModelInput,
  options: ModelOptions,
  context: StageContext<WebServices>,
): Promise<StageResult> {
  const questions = companyQuestions.filter(({ column }) => columns.includes(column));
  if (questions.length === 0) return result({ answer: {} }, null, { saved: 'rules' });
  const service = context.services.model;
  if (service === null) throw new Error('a stage with a model has no service');
  const { pages } = crawlResultSchema.parse(context.outputs['crawl']?.value);
  const documents = await readDocuments(pages, context.services);
  await nextTurn();
  const countTokens = await service.tokenCounter();
  const form = buildFormRequest(documents, questions, { ...options, countTokens });
  const urls = new Set(form.injections.map(({ page }) => pages[page]!.url));
  const suspects = urls.size === 0 ? {} : { suspects: [...urls] };
  if (form.request === null) return result(null, 'no_text', { saved: 'no_text', ...suspects });
  if (options.estimatesOnly) {
    const { inputTokens } = sizeOf(form.request, countTokens);
    return result(null, null, { estimate: { calls: 1, inputTokens, questions: questions.length } });
  }
  const filled = await askForm(form.request, questions, (request) =>
    askModel(request, service, context),
  );
  const meta = { turns: filled.turns, ...suspects };
  return result({ answer: filled.answer as unknown as Json }, null, meta);
}

function result(value: Json, reason: string | null, meta: JsonObject): StageResult {
  return { outcome: 'ok', value, reason, detail: null, meta };
}
