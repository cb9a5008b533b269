import { z } from 'zod';
import type { Recipe, ShardServices } from '@sluice/core';
import type { PageFetcher } from '@sluice/scraper';

/** What the one stage uses. */
export interface OnePageServices extends ShardServices {
  readonly fetcher: PageFetcher;
}

/** A recipe that fetches one page a record and makes nothing of it. */
const recipe: Recipe<unknown, OnePageServices> = {
  name: 'one-page',
  description: 'one page, for measuring how many are fetched at once',
  inputs: [{ name: 'website', synonyms: [], required: true, description: 'Its address' }],
  columns: [{ name: 'bytes', type: 'number', description: 'Its length' }],
  options: z.unknown(),
  shardKey: () => null,
  stages: () => [
    {
      name: 'page',
      version: 1,
      config: {},
      required: true,
      input: ({ values }) => values['website'] ?? null,
      async run(website, { services, signal }) {
        const { body } = await services.fetcher.fetch(website as string, { signal });
        const value = { columns: { bytes: body.byteLength }, evidence: [] };
        return { outcome: 'ok', value, reason: null, detail: null, meta: {} };
      },
    },
  ],
  open: () => Promise.reject(new Error('the bench opens its own services')),
};

export default recipe;
