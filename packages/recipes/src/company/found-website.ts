import type { Json, StageOutputs } from '@sluice/core';
import type { CrawlMeta, CrawlResult } from '@sluice/scraper';

/** A website that was found, and the visit that confirmed it: nobody visits it twice. */
export interface FoundWebsite {
  /** As it was asked for; redirects may have led elsewhere. */
  readonly website: string;
  readonly crawl: CrawlResult;
  readonly visit: CrawlMeta;
}

/** What the stage `website` found for a record; null where it had nothing to look for. */
export function foundWebsite({ website }: StageOutputs): FoundWebsite | null {
  if (website?.outcome !== 'ok') return null;
  return readFoundWebsite(website.value);
}

/** Reads the value of the stage `website`. */
export function readFoundWebsite(value: Json): FoundWebsite | null {
  return (value as { readonly found?: FoundWebsite } | null)?.found ?? null;
}
