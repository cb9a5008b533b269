import { regionAt } from '../rules/contact/region-at.ts';
import type { PageDocument, Region, Span } from '../page/page-document.ts';

/** A stretch of a page's text that stands by itself: a paragraph, a heading, a row of a table. */
export interface PageSegment {
  /** Index of the page. */
  readonly page: number;
  readonly role: string;
  readonly region: Region;
  readonly isHeading: boolean;
  /** In the page's `text`. */
  readonly span: Span;
  readonly text: string;
}

/** A longer line is cut where a word ends; in characters. */
const MAX_LENGTH = 1_200;

/** Cuts pages into the lines of their text. Rows of tables are lines, with a tab between cells. */
export function pageSegments(documents: readonly PageDocument[]): PageSegment[] {
  return documents.flatMap((document, page) => {
    const headings = new Set(document.headings.map(({ span }) => span.start));
    return lineSpans(document.text).map((span) => ({
      page,
      role: document.source.role,
      region: regionAt(document, span.start),
      isHeading: headings.has(span.start),
      span,
      text: document.text.slice(span.start, span.end),
    }));
  });
}

function lineSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf('\n', start);
    const end = lineEnd < 0 ? text.length : lineEnd;
    for (const span of cut(text, { start, end })) spans.push(span);
    start = end + 1;
  }
  return spans;
}

function cut(text: string, { start, end }: Span): Span[] {
  const spans: Span[] = [];
  let from = start;
  while (end - from > MAX_LENGTH) {
    const space = text.lastIndexOf(' ', from + MAX_LENGTH);
    const at = space > from ? space : from + MAX_LENGTH;
    spans.push({ start: from, end: at });
    from = text[at] === ' ' ? at + 1 : at;
  }
  if (end > from) spans.push({ start: from, end });
  return spans;
}
