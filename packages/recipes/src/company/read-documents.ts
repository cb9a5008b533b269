import { StageError } from '@sluice/core';
import { parsePage, type PageDocument } from '@sluice/enricher';
import { decodeBody, type CrawledPage } from '@sluice/scraper';
import type { WebServices } from './web-services.ts';

/**
 * Parses crawled pages again, from the archive.
 *
 * @throws StageError `archive_missing` where the page is gone, `archive_damaged` where it is not the same
 */
export async function readDocuments(
  pages: readonly CrawledPage[],
  services: Pick<WebServices, 'archive'>,
): Promise<PageDocument[]> {
  return Promise.all(pages.map((page) => readDocument(page, services)));
}

async function readDocument(
  page: CrawledPage,
  { archive }: Pick<WebServices, 'archive'>,
): Promise<PageDocument> {
  const { url, role, sha256, charset } = page;
  const archived = await archive.read(page.archive);
  if (archived !== null) {
    return parsePage({ url, role, sha256, charset, html: decodeBody(archived.body, charset) });
  }
  throw new StageError(
    'archive_missing',
    'fail-record',
    `the stored page \`${url}\` is gone from \`${page.archive.file}\`; run again with --fresh`,
  );
}
