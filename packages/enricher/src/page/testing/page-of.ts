import { createHash } from 'node:crypto';
import type { PageDocument } from '../page-document.ts';
import { parsePage } from '../parse-page.ts';

/** A parsed page of the given HTML as a server would have sent it in UTF-8. */
export function pageOf(
  html: string,
  { url = 'https://www.acme.example/', role = 'home' }: { url?: string; role?: string } = {},
): PageDocument {
  const sha256 = createHash('sha256').update(html).digest('hex');
  return parsePage({ url, html, sha256, charset: 'utf-8', role });
}
