import { nextTurn, type Json, type Stage, type StageContext, type StageResult } from '@sluice/core';
import { groundAnswer, pageTextVersion, type FormAnswer } from '@sluice/enricher';
import { crawlResultSchema } from '@sluice/scraper';
import { companyQuestions } from './company-questions.ts';
import { readDocuments } from './read-documents.ts';
import type { WebServices } from './web-services.ts';

/**
 * Holds the model's answer against the pages it was given. A stage of its own, so that better checks
 * run again over answers that are paid for.
 */
export function groundingStage(): Stage<WebServices> {
  return {
    name: 'grounding',
    version: 2,
    config: { pageTextVersion },
    required: false,
    isUntimed: true,
    input(_, { crawl, model }) {
      if (crawl?.outcome !== 'ok' || model?.outcome !== 'ok' || model.value === null)
        return undefined;
      const { pages } = crawlResultSchema.parse(crawl.value);
      const { answer } = model.value as { readonly answer: Json };
      return { answer, pages: pages.map(({ url, sha256, charset }) => ({ url, sha256, charset })) };
    },
    run: (input, context) => ground(input as unknown as { answer: FormAnswer }, context),
  };
}

async function ground(
  { answer }: { readonly answer: FormAnswer },
  context: StageContext<WebServices>,
): Promise<StageResult> {
  const { pages } = crawlResultSchema.parse(context.outputs['crawl']?.value);
  const documents = await readDocuments(pages, context.services);
  await nextTurn();
  const { columns, evidence, grounded, ungrounded } = groundAnswer(
    companyQuestions,
    answer,
    documents,
  );
  const meta = { grounded, ungrounded };
  return { outcome: 'ok', value: { columns, evidence }, reason: null, detail: null, meta };
}
