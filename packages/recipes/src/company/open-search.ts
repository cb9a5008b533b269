import { UsageError, type ShardEnvironment } from '@sluice/core';
import { createWebSearch, isBraveSearch, type WebSearch } from '@sluice/scraper';
import type { CompanyOptions } from './company-options.ts';

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
  const key = isBraveSearch(searchUrl) ? readKey(searchKeyVariable) : null;
  return createWebSearch({ url: searchUrl, key, delayMs: delay, clock });
}

/** Read where it is used, and nowhere else, as the model's. */
function readKey(variable: string): string {
  const key = process.env[variable] ?? '';
  if (key !== '') return key;
  throw new UsageError(`the variable \`${variable}\` holds no key for Brave's search; set it`);
}
