import { findPrice, modelPriceSchema } from '@sluice/enricher';
import { z } from 'zod';

/** What the company recipe takes from the run's options; everything else is passed over. */
export const companyOptionsSchema = z
  .object({
    /** Pause between two requests to a host, in milliseconds. */
    delay: z.number().nonnegative().default(500),
    /** Longest wait for one answer by plain HTTP, redirects included, in milliseconds. */
    timeout: z.number().positive().default(30_000),
    /** Pages of a site, the home page included. */
    maxPages: z.number().int().min(1).default(8),
    /** Earlier runs' pages that are older are fetched again, in milliseconds. */
    maxAge: z.number().positive().optional(),
    /** Longest wait for a server that says later, in milliseconds. */
    maxDefer: z
      .number()
      .positive()
      .default(10 * 60_000),
    /** When pages are opened in a browser: where plain HTTP gets next to nothing, always, or never. */
    browser: z.enum(['auto', 'always', 'never']).default('auto'),
    /** The browser to use; without it one is looked for. */
    browserPath: z.string().optional(),
    /** The operator's own HTTP proxy. */
    proxy: z.string().optional(),
    /** Absolute path of a page archive to read instead of the network, and its SHA-256. */
    replay: z.string().optional(),
    replaySha256: z.string().optional(),
    /** The language model to ask; without one its columns stay empty. */
    model: z.string().optional(),
    /** Of an OpenAI-compatible server; OpenAI's unless said otherwise. */
    modelUrl: z.string().optional(),
    /** The environment variable that holds the server's key. */
    modelKeyVariable: z.string().default('OPENAI_API_KEY'),
    /** In US dollars a million tokens, by model, for models whose price is not known or another one. */
    modelPrices: z.record(z.string(), modelPriceSchema).default({}),
    /** For servers that do not say their limits. */
    modelRequestsPerMinute: z.number().positive().optional(),
    modelTokensPerMinute: z.number().positive().optional(),
    /** Tokens of page text in a call. */
    contextTokens: z.number().int().min(500).default(4_000),
    /** Of what the model writes in its own words, BCP 47. */
    locale: z.string().default('en-GB'),
    /** The operator's own search, for websites of rows with a name alone: SearXNG, or Brave's address. */
    searchUrl: z.string().optional(),
    /** The environment variable that holds the key of Brave's search. */
    searchKeyVariable: z.string().default('BRAVE_API_KEY'),
    /** Works out what a model and a search would be asked, and asks nothing. */
    estimatesOnly: z.boolean().default(false),
    /** Most that the run may spend, in US dollars. */
    budgetUsd: z.number().positive().optional(),
  })
  .refine(hasPriceForBudget, {
    path: ['budgetUsd'],
    error: ({ input }) =>
      `no price is known for the model \`${(input as { model: string }).model}\`, so a budget cannot be kept; give its price under \`modelPrices\` in sluice.config.ts`,
  });

export type CompanyOptions = z.infer<typeof companyOptionsSchema>;

function hasPriceForBudget(options: {
  readonly model?: string | undefined;
  readonly budgetUsd?: number | undefined;
  readonly modelPrices: Parameters<typeof findPrice>[1];
}): boolean {
  const { model, budgetUsd, modelPrices } = options;
  if (model === undefined || budgetUsd === undefined) return true;
  return findPrice(model, modelPrices) !== null;
}
