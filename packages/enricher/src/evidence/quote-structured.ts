import { decodeHTML } from 'entities';
import type { PageDocument, Span, StructuredItem } from '../page/page-document.ts';
import { type Quote, quoteHtml, quoteText } from './quote.ts';

/** A string, also one that is never closed, which reaches to the end; or a number. */
const LITERAL = /"((?:[^"\\]|\\[^])*)(?:"|\\?(?![^]))|-?\d+(?:\.\d+)?/g;

/** The literals of each script that was asked about, by what they read as; the first of equals. */
const literalsOf = new WeakMap<PageDocument, Map<number, ReadonlyMap<string, Span>>>();

/**
 * Finds where a structured item's value stands on its page: in JSON-LD the literal that reads as this
 * value, without its quotation marks.
 *
 * @param value - as it stands in the item's data; white space may have been folded
 * @returns null where it cannot be found, and then the value has no evidence
 */
export function quoteStructured(
  document: PageDocument,
  item: StructuredItem,
  value: string | number,
): Quote | null {
  const wanted = String(value);
  if (item.syntax === 'microdata') return quoteMicrodata(document, item, wanted);
  const found = literals(document, item.span).get(comparable(wanted));
  return found === undefined ? null : quoteHtml(document, found);
}

function quoteMicrodata(
  document: PageDocument,
  item: StructuredItem,
  wanted: string,
): Quote | null {
  const found = item.values.find(({ value, span }) => value === wanted && span.end > span.start);
  if (found === undefined) return null;
  return found.in === 'text' ? quoteText(document, found.span) : quoteHtml(document, found.span);
}

/** A page may hold thousands of values: a script is gone through once, not once for each. */
function literals(document: PageDocument, span: Span): ReadonlyMap<string, Span> {
  let scripts = literalsOf.get(document);
  if (scripts === undefined) literalsOf.set(document, (scripts = new Map()));
  let known = scripts.get(span.start);
  if (known === undefined) scripts.set(span.start, (known = readLiterals(document, span)));
  return known;
}

function readLiterals({ source: { html } }: PageDocument, { start, end }: Span): Map<string, Span> {
  const found = new Map<string, Span>();
  for (const match of html.slice(start, end).matchAll(LITERAL)) {
    const raw = match[1] ?? match[0];
    const value = comparable(unescaped(raw));
    const from = start + match.index + (match[1] === undefined ? 0 : 1);
    if (!found.has(value)) found.set(value, { start: from, end: from + raw.length });
  }
  return found;
}

function comparable(value: string): string {
  return decodeHTML(value).replace(/\s+/g, ' ').trim();
}

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw.replace(/[\u0000-\u001f]/g, ' ')}"`) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return raw;
    throw error;
  }
}
