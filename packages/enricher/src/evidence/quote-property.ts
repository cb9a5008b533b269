import type { PageDocument, Span, StructuredItem } from '../page/page-document.ts';
import { type Quote, quoteHtml, quoteText } from './quote.ts';

/** A longer value is quoted by its beginning; in characters. */
const MAX_LENGTH = 1_000;

/**
 * Quotes a property that holds an object or a list: in JSON-LD its value as written, in microdata the
 * stretch from its first to its last text.
 *
 * @param texts - texts that the value holds; which of several properties of that name is meant
 * @returns null where it cannot be found
 */
export function quoteProperty(
  document: PageDocument,
  item: StructuredItem,
  property: string,
  texts: readonly string[],
): Quote | null {
  if (item.syntax === 'microdata') return quoteStretch(document, item, texts);
  const { html } = document.source;
  const name = `"${property}"`;
  for (let at = html.indexOf(name, item.span.start); at >= 0 && at < item.span.end;) {
    const span = valueSpan(html, at + name.length, item.span.end);
    if (span && containsAll(html.slice(span.start, span.end), texts)) {
      return quoteHtml(document, {
        start: span.start,
        end: Math.min(span.end, span.start + MAX_LENGTH),
      });
    }
    at = html.indexOf(name, at + name.length);
  }
  return null;
}

function quoteStretch(
  document: PageDocument,
  item: StructuredItem,
  texts: readonly string[],
): Quote | null {
  const found = item.values.filter(
    ({ value, span }) => texts.includes(value) && span.end > span.start,
  );
  const where = found[0]?.in;
  const spans = found.filter((value) => value.in === where).map(({ span }) => span);
  if (where === undefined) return null;
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.min(start + MAX_LENGTH, Math.max(...spans.map((span) => span.end)));
  return where === 'text'
    ? quoteText(document, { start, end })
    : quoteHtml(document, { start, end });
}

/** Where the JSON value behind a property's name stands, its brackets included. */
function valueSpan(html: string, from: number, limit: number): Span | null {
  const colon = /^\s*:\s*/.exec(html.slice(from, from + 40));
  if (colon === null) return null;
  const start = from + colon[0].length;
  let depth = 0;
  let isString = false;
  for (let index = start; index < limit; index++) {
    const character = html[index];
    if (character === '\\') index++;
    else if (character === '"') isString = !isString;
    else if (!isString && (character === '{' || character === '[')) depth++;
    else if (!isString && (character === '}' || character === ']')) depth--;
    if (depth <= 0 && !isString) return { start, end: index + 1 };
  }
  return null;
}

function containsAll(raw: string, texts: readonly string[]): boolean {
  const plain = raw.replace(/\\u([\da-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const written = plain.replace(/\\(["\\/])/g, '$1');
  return texts.every((text) => written.includes(text));
}
