import type { Evidence, FilledColumns, Json } from '@sluice/core';
import { evidenceFor, type Quote } from '../evidence/quote.ts';
import type { PageSource } from '../page/page-document.ts';
import type { FormAnswer, QuotedValue } from './answer-form.ts';
import { isBorneOut } from './check-value.ts';
import { QuoteLocator, type LocatedQuote } from './locate-quote.ts';
import { normalisedWords } from './normalised-text.ts';
import type { Question } from './question.ts';

/** A page whose text quotes are looked for in. */
export interface GroundingPage {
  readonly source: Pick<PageSource, 'url' | 'sha256' | 'charset'>;
  /** `pageText` of its HTML. */
  readonly text: string;
}

/** What is left of an answer once it is held against the pages. */
export interface GroundedAnswer extends FilledColumns {
  /** Values that stand. */
  readonly grounded: number;
  /** Values that were dropped, by why: a quote that is on no page, or one that does not say the value. */
  readonly ungrounded: { readonly notQuoted: number; readonly notBorneOut: number };
}

/**
 * Confidence by what was checked. A value that stands in words copied letter by letter can still be the
 * answer to another question; a derived one is a judgement.
 */
const CONFIDENCE = {
  exact: 0.9,
  normalised: 0.85,
  derivedFromSeveral: 0.7,
  derivedFromOne: 0.6,
} as const;

/**
 * Holds an answer against the pages: every quote is located in a page's text, every value checked
 * against its quotes. What does not stand is dropped and counted.
 *
 * @param pages - those that the model read, the most telling first
 */
export function groundAnswer(
  questions: readonly Question[],
  answer: FormAnswer,
  pages: readonly GroundingPage[],
): GroundedAnswer {
  const locator = new QuoteLocator(pages.map(({ text }) => text));
  const columns: Record<string, Json> = {};
  const evidence: Evidence[] = [];
  const ungrounded = { notQuoted: 0, notBorneOut: 0 };
  let grounded = 0;
  for (const question of questions) {
    const values: (string | number)[] = [];
    for (const quoted of distinct(answer[question.column] ?? [])) {
      const checked = check(question, quoted, locator);
      if (typeof checked === 'string') {
        ungrounded[checked] += 1;
        continue;
      }
      const index = question.maxItems === null ? null : values.length;
      values.push(plain(quoted.value));
      evidence.push(...evidenceOf(question, quoted, index, checked, pages));
    }
    grounded += values.length;
    columns[question.column] = columnValue(question, values);
  }
  return { columns, evidence, grounded, ungrounded };
}

/** The quotes of a value that stands, or why it does not. */
function check(
  { kind }: Question,
  { value, quotes }: QuotedValue,
  locator: QuoteLocator,
): readonly LocatedQuote[] | 'notQuoted' | 'notBorneOut' {
  const located = quotes.map((quote) => locator.locate(quote));
  const found = located.filter((quote) => quote !== null);
  // A value that rests on words which nobody wrote is not saved by others that somebody did.
  if (found.length < located.length || found.length === 0) return 'notQuoted';
  const said = found.map(({ text }) => text);
  return isBorneOut(kind, value, said) ? found : 'notBorneOut';
}

function evidenceOf(
  { column, kind }: Question,
  { value }: QuotedValue,
  index: number | null,
  quotes: readonly LocatedQuote[],
  pages: readonly GroundingPage[],
): Evidence[] {
  const method = kind === 'derived' ? 'model_derived' : 'model_quote';
  const confidence = confidenceOf(kind, quotes);
  return quotes.map((located) =>
    evidenceFor(column, index, {
      value: String(plain(value)),
      quote: quoteOf(located, pages[located.page]!),
      method,
      confidence,
    }),
  );
}

function quoteOf({ span, text }: LocatedQuote, { source }: GroundingPage): Quote {
  const { url, sha256, charset } = source;
  return { url, sha256, charset, quote: text, start: span.start, end: span.end, in: 'text' };
}

function confidenceOf(kind: Question['kind'], quotes: readonly LocatedQuote[]): number {
  if (kind === 'derived') {
    return quotes.length > 1 ? CONFIDENCE.derivedFromSeveral : CONFIDENCE.derivedFromOne;
  }
  const isExact = quotes.every(({ match }) => match === 'exact');
  return isExact ? CONFIDENCE.exact : CONFIDENCE.normalised;
}

function columnValue({ maxItems }: Question, values: readonly (string | number)[]): Json {
  if (maxItems === null) return values[0] ?? null;
  return values.length === 0 ? null : values.map(String);
}

function plain(value: string | number): string | number {
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : value;
}

/** A list may name a thing twice. */
function distinct(values: readonly QuotedValue[]): QuotedValue[] {
  const known = new Set<string>();
  return values.filter(({ value }) => {
    const words = normalisedWords(String(value));
    return !known.has(words) && known.add(words);
  });
}
