import { createHash } from 'node:crypto';
import type { Evidence } from '@sluice/core';
import { pageText } from '../page/page-text.ts';

export type Verification =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: EvidenceFlaw };

/** Nothing is quoted; or the page is another one, was decoded otherwise, cannot be decoded, or does not say that there. */
export type EvidenceFlaw =
  | 'quote_empty'
  | 'sha256_differs'
  | 'charset_differs'
  | 'charset_unknown'
  | 'quote_not_there';

/**
 * Proves an evidence row against the page it cites: that it quotes something, the body's hash, then the
 * quote at its offsets.
 *
 * @param page - `body` after content decoding, and the WHATWG label of the encoding that decodes it
 */
export function verifyEvidence(
  evidence: Evidence,
  page: { readonly body: Uint8Array; readonly charset: string },
): Verification {
  if (evidence.quote === '') return { ok: false, reason: 'quote_empty' };
  const sha256 = createHash('sha256').update(page.body).digest('hex');
  if (sha256 !== evidence.sha256) return { ok: false, reason: 'sha256_differs' };
  if (page.charset !== evidence.charset) return { ok: false, reason: 'charset_differs' };
  const html = decoded(page.body, page.charset);
  if (html === null) return { ok: false, reason: 'charset_unknown' };
  const content = evidence.in === 'html' ? html : pageText(html);
  const isThere = content.slice(evidence.start, evidence.end) === evidence.quote;
  return isThere ? { ok: true } : { ok: false, reason: 'quote_not_there' };
}

function decoded(body: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset).decode(body);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
