import type { Evidence } from '@sluice/core';
import type { PageDocument, Span } from '../../page/page-document.ts';

/** A value read off a page, with the place it stands. */
export interface Finding {
  readonly value: string;
  readonly document: PageDocument;
  readonly span: Span;
  readonly in: Evidence['in'];
  /** The strongest reason for it, such as `jsonld` or `logo_class`. */
  readonly method: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** Writes a finding down as the evidence of `column`; the quote is what stands in the span. */
export function findingEvidence(column: string, finding: Finding): Evidence {
  const { source, text } = finding.document;
  const { start, end } = finding.span;
  return {
    column,
    index: null,
    value: finding.value,
    url: source.url,
    sha256: source.sha256,
    charset: source.charset,
    quote: (finding.in === 'html' ? source.html : text).slice(start, end),
    start,
    end,
    in: finding.in,
    method: finding.method,
    confidence: finding.confidence,
  };
}

/**
 * Narrows a span to where `value` stands in it as written, trying JSON's and HTML's escapes; the whole
 * span where it is written in yet another way.
 */
export function narrowSpan(content: string, span: Span, value: string): Span {
  const written = content.slice(span.start, span.end);
  for (const form of writtenForms(value)) {
    const at = written.indexOf(form);
    if (at !== -1) return { start: span.start + at, end: span.start + at + form.length };
  }
  return span;
}

function writtenForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [value, json, json.replaceAll('/', String.raw`\/`), value.replaceAll('&', '&amp;')];
}
