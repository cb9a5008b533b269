import type { Span } from '../page/page-document.ts';
import { normalisedWords, normaliseText, type NormalisedText } from './normalised-text.ts';

/** A quote that was found on a page. */
export interface LocatedQuote {
  /** Index of the page. */
  readonly page: number;
  readonly span: Span;
  /** As the page has it, which may differ from the quote in case, spaces and punctuation. */
  readonly text: string;
  readonly match: 'exact' | 'normalised';
}

/** Letters and digits that a quote must have; less stands everywhere. */
const MIN_LENGTH = 4;
/** A longer one is no quote but the page. */
const MAX_LENGTH = 1_500;

const WORD_AT_START = /^[\p{L}\p{N}\p{M}]/u;
const WORD_AT_END = /[\p{L}\p{N}\p{M}]$/u;

/** Finds quotes on the pages of one site; every page is normalised at most once. */
export class QuoteLocator {
  readonly #texts: readonly string[];
  readonly #normalised: (NormalisedText | undefined)[] = [];

  /** @param texts - of the pages, those that are preferred first */
  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  /**
   * Finds a quote, as written or else without regard to case, white space and punctuation. It must be
   * whole words in one stretch of one page; nothing else is ever taken for it.
   */
  locate(quote: string): LocatedQuote | null {
    const wanted = quote.trim();
    const words = normalisedWords(wanted);
    if (words.replaceAll(' ', '').length < MIN_LENGTH || wanted.length > MAX_LENGTH) return null;
    return this.#locateExact(wanted) ?? this.#locateNormalised(words);
  }

  #locateExact(wanted: string): LocatedQuote | null {
    for (const [page, text] of this.#texts.entries()) {
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        const span = { start: at, end: at + wanted.length };
        if (isWholeWords(text, span)) return { page, span, text: wanted, match: 'exact' };
      }
    }
    return null;
  }

  #locateNormalised(words: string): LocatedQuote | null {
    for (const [page, original] of this.#texts.entries()) {
      const { text, starts, ends } = (this.#normalised[page] ??= normaliseText(original));
      for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
        const last = at + words.length - 1;
        if (!isWholeWords(text, { start: at, end: last + 1 })) continue;
        const span = { start: starts[at]!, end: ends[last]! };
        return { page, span, text: original.slice(span.start, span.end), match: 'normalised' };
      }
    }
    return null;
  }
}

/** `art` is no quote of `party`, nor `195` of `1952`. */
function isWholeWords(text: string, { start, end }: Span): boolean {
  const first = text.slice(start, end);
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  const isCutAtStart = WORD_AT_START.test(first) && WORD_AT_END.test(before);
  const isCutAtEnd = WORD_AT_END.test(first) && WORD_AT_START.test(after);
  return !isCutAtStart && !isCutAtEnd;
}
