import type { Evidence } from '@sluice/core';
import type { PageDocument, Span } from '../page/page-document.ts';

/** The part of an evidence row that says where on which page. */
export type Quote = Pick<Evidence, 'url' | 'sha256' | 'charset' | 'quote' | 'start' | 'end' | 'in'>;

/** Quotes a stretch of the page's visible text. */
export function quoteText(document: PageDocument, span: Span): Quote {
  return quoteFrom(document, document.text, span, 'text');
}

/** Quotes a stretch of the page's HTML, as written. */
export function quoteHtml(document: PageDocument, span: Span): Quote {
  return quoteFrom(document, document.source.html, span, 'html');
}

function quoteFrom(
  { source }: PageDocument,
  content: string,
  { start, end }: Span,
  where: Evidence['in'],
): Quote {
  const { url, sha256, charset } = source;
  return { url, sha256, charset, quote: content.slice(start, end), start, end, in: where };
}

/** What was read where, and how sure it is. */
export interface Finding {
  readonly value: string;
  readonly quote: Quote;
  /** How the value was read, such as `tel_link`, `jsonld`, `text_pattern`. */
  readonly method: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/**
 * Makes a finding an evidence row.
 *
 * @param index - position in a list column, from 0; null for a single value
 */
export function evidenceFor(column: string, index: number | null, finding: Finding): Evidence {
  const { value, quote, method, confidence } = finding;
  return { column, index, value, ...quote, method, confidence };
}
