import { sha256 } from '@sluice/core';
import type { PageToArchive } from '../page-archive.ts';

/** A page as the crawl hands it to an archive. */
export function pageToArchive(
  url: string,
  text: string,
  rest: Partial<Omit<PageToArchive, 'url' | 'body' | 'sha256'>> = {},
): PageToArchive {
  const body = Buffer.from(text);
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return { url, status: 200, headers, body, sha256: sha256(body), redirectedFrom: [], ...rest };
}
