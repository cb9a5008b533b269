import { StageError, sha256 } from '@sluice/core';
import { z } from 'zod';
import type { ArchiveReference } from '../crawl/crawl-result.ts';
import type { FetchedPage, PageFetcher } from '../fetch/page-fetcher.ts';
import type { PageArchive, PageToArchive } from './page-archive.ts';

type Appendable = Pick<PageArchive, 'append'>;

/** Keeps an answered request with the redirects that led to it. */
export function archiveAnswer(
  archive: Appendable,
  page: FetchedPage,
  bodySha256: string,
): Promise<ArchiveReference> {
  const { finalUrl, status, headers, body, redirects } = page;
  const redirectedFrom = redirects.length === 0 ? [] : [page.url, ...redirects.slice(0, -1)];
  return archive.append({
    url: finalUrl,
    status,
    headers,
    body,
    sha256: bodySha256,
    redirectedFrom,
  });
}

/**
 * Keeps an error status, so that a replay ends in the same reason. `http_404` needs no record: it is
 * what a replay answers for any address it does not have.
 */
export async function archiveRefusal(
  archive: Appendable,
  url: string,
  error: unknown,
): Promise<void> {
  const answer = error instanceof StageError ? refusalOf(error) : null;
  if (answer === null || answer.status === 404) return;
  const body = new Uint8Array();
  await archive.append({ ...answer, url, body, sha256: sha256(body), redirectedFrom: [] });
}

/** A bot wall told by a header is archived with it. */
const wallSchema = z.object({
  status: z.number(),
  sign: z.object({ name: z.string(), value: z.string() }),
});

function refusalOf({ code, meta }: StageError): Pick<PageToArchive, 'status' | 'headers'> | null {
  const status = /^http_(\d{3})$/.exec(code)?.[1];
  if (status !== undefined) return { status: Number(status), headers: {} };
  const wall = code === 'bot_wall' ? wallSchema.safeParse(meta).data : undefined;
  if (wall === undefined) return null;
  return { status: wall.status, headers: { [wall.sign.name]: wall.sign.value } };
}

/**
 * Wraps a fetcher so that all it answers is kept. For what a crawl reads beside its pages, robots.txt
 * and sitemaps: without them a replay would choose other pages.
 */
export function createArchivingFetcher(fetcher: PageFetcher, archive: Appendable): PageFetcher {
  return {
    async fetch(url, options) {
      try {
        const page = await fetcher.fetch(url, options);
        await archiveAnswer(archive, page, sha256(page.body));
        return page;
      } catch (error) {
        await archiveRefusal(archive, url, error);
        throw error;
      }
    },
    close: () => fetcher.close(),
  };
}
