import { z } from 'zod';
import type { ModelUsage } from './model-answer.ts';

const usd = z.number().nonnegative();

/** In US dollars a million tokens. */
export const modelPriceSchema = z.strictObject({
  input: usd,
  /** Input that the provider has in its cache; the price of other input unless said otherwise. */
  cachedInput: usd.optional(),
  output: usd,
});

export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** Prices of one provider, where they are to be looked up, and when they stood there. */
interface PriceList {
  /** Address of the page, without its scheme. */
  readonly source: string;
  /** The month, ISO 8601. */
  readonly asOf: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
}

const OPENAI = 'developers.openai.com/api/docs/pricing';
const GEMINI = 'ai.google.dev/gemini-api/docs/pricing';

/** List prices; the configuration overrides and adds. A dated name costs what its undated one does. */
const PRICE_LISTS: readonly PriceList[] = [
  {
    source: OPENAI,
    asOf: '2026-05',
    models: {
      'gpt-5.5': { input: 5, cachedInput: 0.5, output: 30 },
      'gpt-5.4': { input: 2.5, cachedInput: 0.25, output: 15 },
      'gpt-5.4-mini': { input: 0.75, cachedInput: 0.075, output: 4.5 },
      'gpt-5.4-nano': { input: 0.2, cachedInput: 0.02, output: 1.25 },
      'gpt-5': { input: 1.25, cachedInput: 0.125, output: 10 },
      'gpt-5-mini': { input: 0.25, cachedInput: 0.025, output: 2 },
      'gpt-5-nano': { input: 0.05, cachedInput: 0.005, output: 0.4 },
      'gpt-4.1': { input: 2, cachedInput: 0.5, output: 8 },
      'gpt-4.1-mini': { input: 0.4, cachedInput: 0.1, output: 1.6 },
      'gpt-4.1-nano': { input: 0.1, cachedInput: 0.025, output: 0.4 },
      'gpt-4o': { input: 2.5, cachedInput: 1.25, output: 10 },
      'gpt-4o-mini': { input: 0.15, cachedInput: 0.075, output: 0.6 },
      'o4-mini': { input: 1.1, cachedInput: 0.275, output: 4.4 },
    },
  },
  {
    source: GEMINI,
    asOf: '2026-05',
    // Of prompts up to 200,000 tokens; longer ones are not sent.
    models: {
      'gemini-2.5-pro': { input: 1.25, output: 10 },
      'gemini-2.5-flash': { input: 0.3, output: 2.5 },
      'gemini-2.5-flash-lite': { input: 0.1, output: 0.4 },
    },
  },
];

const DATE = /-\d{4}-\d{2}-\d{2}$/;
const MILLION = 1_000_000;

/**
 * What a model costs.
 *
 * @param own - the configuration's prices, which win
 * @returns null for a model that neither table has
 */
export function findPrice(
  model: string,
  own: Readonly<Record<string, ModelPrice>> = {},
): ModelPrice | null {
  const undated = model.replace(DATE, '');
  return own[model] ?? own[undated] ?? findListed(model)?.price ?? null;
}

/** A list price, with where it is to be looked up and when it stood there; null for an unlisted model. */
export function findListed(
  model: string,
): (Pick<PriceList, 'source' | 'asOf'> & { readonly price: ModelPrice }) | null {
  for (const { models, source, asOf } of PRICE_LISTS) {
    const price = models[model] ?? models[model.replace(DATE, '')];
    if (price !== undefined) return { price, source, asOf };
  }
  return null;
}

/** What a call's tokens cost, in US dollars. */
export function costOf(
  { inputTokens, cachedTokens, outputTokens }: ModelUsage,
  { input, cachedInput = input, output }: ModelPrice,
): number {
  const fresh = inputTokens - cachedTokens;
  return (fresh * input + cachedTokens * cachedInput + outputTokens * output) / MILLION;
}
