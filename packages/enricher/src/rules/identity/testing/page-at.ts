import { createHash } from 'node:crypto';
import type { PageDocument } from '../../../page/page-document.ts';
import { parsePage } from '../../../page/parse-page.ts';

/** Parses a page as the crawl hands it over: UTF-8, with the hash of its bytes. */
export function pageAt(url: string, html: string, role = 'home'): PageDocument {
  const sha256 = createHash('sha256').update(html).digest('hex');
  return parsePage({ url, html, sha256, charset: 'utf-8', role });
}
