import type { TestWeb } from '@sluice/testkit';

/** Records in work at a time in each process; small, so that the bound on requests is tight. */
export const CONCURRENCY = 4;

/**
 * The words after `pnpm enrich` for `companies.csv`, with everything it writes in the folder it is called
 * in: `state`, `out` and `reports`.
 */
export function enrichArguments(web: TestWeb, further: readonly string[] = []): string[] {
  const options = {
    '--proxy': web.proxyUrl,
    '--delay': '0',
    '--concurrency': String(CONCURRENCY),
    '--state': 'state',
    '--out': 'out',
    '--reports': 'reports',
    '--format': 'jsonl',
  };
  return ['companies.csv', ...Object.entries(options).flat(), ...further];
}
