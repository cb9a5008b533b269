import type { PageDocument, Span, StructuredItem } from '../page/page-document.ts';
import { type Quote, quoteHtml, quoteText } from './quote.ts';

/** A longer value is quoted by its beginning; in characters. */
const MAX_LENGTH = 1_000;
/** A value that is longer is not looked at; in characters. */
const MAX_VALUE_LENGTH = 10_000;
/** Of the properties of one name in a script, this many are looked at. */
const MAX_VALUES = 100;

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
  const script = document.source.html.slice(item.span.start, item.span.end);
  for (const { start, end } of valuesOf(script, `"${property}"`).take(MAX_VALUES)) {
    if (!containsAll(script.slice(start, end), texts)) continue;
    const from = item.span.start + start;
    return quoteHtml(document, { start: from, end: from + Math.min(end - start, MAX_LENGTH) });
  }
  return null;
}

/** The values behind a property's name, wherever it occurs. */
function* valuesOf(script: string, name: string): Generator<Span> {
  for (let at = script.indexOf(name); at >= 0; at = script.indexOf(name, at + name.length)) {
    const span = valueSpan(script, at + name.length);
    if (span !== null) yield span;
  }
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
function valueSpan(script: string, from: number): Span | null {
  const colon = /^\s*:\s*/.exec(script.slice(from, from + 40));
  if (colon === null) return null;
  const start = from + colon[0].length;
  let depth = 0;
  let isString = false;
  const limit = Math.min(script.length, start + MAX_VALUE_LENGTH);
  for (let index = start; index < limit; index++) {
    const character = script[index];
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
