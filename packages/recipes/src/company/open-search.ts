import type { ShardEnvironment } from '@sluice/core';
import { createWebSearch, isBraveSearch, type WebSearch } from '@sluice/scraper';
import type { CompanyOptions } from './company-options.ts';
import { requireKey } from './read-key.ts';

/** The address of the search that a run asks; null without one. With an archive the network is left alone. */
export function searchAsked({ searchUrl, replay }: CompanyOptions): string | null {
  return replay === undefined ? (searchUrl ?? null) : null;
}

/**
 * Opens a shard's way to the operator's search; null without one, where pages come from an archive, and for
 * an estimate.
 */
export function openSearch(
  options: CompanyOptions,
  { clock }: Pick<ShardEnvironment, 'clock'>,
): WebSearch | null {
  const { searchKeyVariable, delay, estimatesOnly } = options;
  const searchUrl = searchAsked(options);
  if (searchUrl === null || estimatesOnly) return null;
  const key = isBraveSearch(searchUrl) ? requireKey(searchKeyVariable, "Brave's search") : null;
  return createWebSearch({ url: searchUrl, key, delayMs: delay, clock });
}
