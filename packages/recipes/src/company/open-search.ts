import { UsageError, type ShardEnvironment } from '@sluice/core';
import { createWebSearch, isBraveSearch, type WebSearch } from '@sluice/scraper';
import type { CompanyOptions } from './company-options.ts';

/**
 * Opens a shard's way to the operator's search; null without one, where pages come from an archive, and for
 * an estimate.
 */
export function openSearch(
  { searchUrl, searchKeyVariable, replay, delay, estimatesOnly }: CompanyOptions,
  { clock }: Pick<ShardEnvironment, 'clock'>,
): WebSearch | null {
  if (searchUrl === undefined || replay !== undefined || estimatesOnly) return null;
  const key = isBraveSearch(searchUrl) ? readKey(searchKeyVariable) : null;
  return createWebSearch({ url: searchUrl, key, delayMs: delay, clock });
}

/** Read where it is used, and nowhere else, as the model's. */
function readKey(variable: string): string {
  const key = process.env[variable] ?? '';
  if (key !== '') return key;
  throw new UsageError(`the variable \`${variable}\` holds no key for Brave's search; set it`);
}
