import type { PageFetcher } from '@sluice/scraper';

/** Counts the requests that a fetcher is asked for, and the decoded bytes they bring. */
export function countingFetcher(
  fetcher: PageFetcher,
  counters: { requests: number; receivedBytes: number },
): PageFetcher {
  return {
    async fetch(url, options) {
      counters.requests += 1;
      const page = await fetcher.fetch(url, options);
      counters.receivedBytes += page.body.byteLength;
      return page;
    },
    close: () => fetcher.close(),
  };
}
