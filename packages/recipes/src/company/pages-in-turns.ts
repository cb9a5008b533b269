import { nextTurn } from '@sluice/core';
import type { PageFetcher } from '@sluice/scraper';

/** Hands each page out in a turn of the event loop of its own: hashing and parsing it take milliseconds. */
export function pagesInTurns(fetcher: PageFetcher): PageFetcher {
  return {
    async fetch(url, options) {
      const page = await fetcher.fetch(url, options);
      await nextTurn();
      return page;
    },
    close: () => fetcher.close(),
  };
}
