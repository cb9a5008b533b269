import type { CrawledPage } from '@sluice/scraper';

/** A page as a stage reads it. Where it lies in the archive is left out: that says nothing about it. */
export type PageInput = Pick<CrawledPage, 'url' | 'role' | 'sha256' | 'charset'>;

/** What a stage's input holds of the pages that a crawl has read. */
export function pageInputs(pages: readonly CrawledPage[]): PageInput[] {
  return pages.map(({ url, role, sha256, charset }) => ({ url, role, sha256, charset }));
}
