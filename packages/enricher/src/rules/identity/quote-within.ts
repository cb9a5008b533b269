import type { PageDocument, Span } from '../../page/page-document.ts';
import { type Quote, quoteHtml, quoteText } from '../../evidence/quote.ts';

/** Quotes `value` where it stands within a stretch of the HTML; the whole stretch where it is written otherwise. */
export function quoteWithinHtml(document: PageDocument, span: Span, value: string): Quote {
  return quoteHtml(document, spanWithin(document.source.html, span, value) ?? span);
}

/** Quotes `value` where it stands within a stretch of the text; the whole stretch where it is folded. */
export function quoteWithinText(document: PageDocument, span: Span, value: string): Quote {
  return quoteText(document, spanWithin(document.text, span, value) ?? span);
}

/** Where `value` stands within a stretch, plain or with its ampersands escaped; null where it does not. */
export function spanWithin(content: string, { start, end }: Span, value: string): Span | null {
  const written = content.slice(start, end);
  for (const form of [value, value.replaceAll('&', '&amp;')]) {
    const at = written.indexOf(form);
    if (at !== -1) return { start: start + at, end: start + at + form.length };
  }
  return null;
}
