import { decodeHTML } from 'entities';
import type { PageDocument, Span, StructuredItem } from '../page/page-document.ts';
import { type Quote, quoteHtml, quoteText } from './quote.ts';

const LITERAL = /"((?:[^"\\]|\\[^])*)"|-?\d+(?:\.\d+)?/g;

/** Above this length a script is not searched literal by literal; in characters. */
const MAX_SEARCHED_LENGTH = 500_000;

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
  const span = plainLiteral(document.source.html, item.span, wanted);
  const found = span ?? decodedLiteral(document.source.html, item.span, wanted);
  return found && quoteHtml(document, found);
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

function plainLiteral(html: string, { start, end }: Span, wanted: string): Span | null {
  if (wanted === '' || /["\\]/.test(wanted)) return null;
  const at = html.indexOf(`"${wanted}"`, start);
  return at < 0 || at + wanted.length + 2 > end
    ? null
    : { start: at + 1, end: at + 1 + wanted.length };
}

function decodedLiteral(html: string, { start, end }: Span, wanted: string): Span | null {
  if (end - start > MAX_SEARCHED_LENGTH) return null;
  const target = comparable(wanted);
  for (const match of html.slice(start, end).matchAll(LITERAL)) {
    const raw = match[1] ?? match[0];
    if (comparable(unescaped(raw)) !== target) continue;
    const from = start + match.index + (match[1] === undefined ? 0 : 1);
    return { start: from, end: from + raw.length };
  }
  return null;
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
