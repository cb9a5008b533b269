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
/** Places looked at on a page where a quote begins or ends within a word; hostile pages have any number. */
const MAX_TRIES = 1_000;
/** A longer one is no quote but the page. */
const MAX_LENGTH = 1_500;

const WORD_AT_START = /^[\p{L}\p{N}\p{M}]/u;
const WORD_AT_END = /[\p{L}\p{N}\p{M}]$/u;

/** Finds quotes on the pages of one site; every page is normalised at most once. */
export class QuoteLocator {
  readonly #texts: readonly string[];
  readonly #normalised: (NormalisedText | undefined)[] = [];

  readonly #minLength: number;

  /**
   * @param texts - of the pages, those that are preferred first
   * @param minLength - letters and digits that a quote must have
   */
  constructor(texts: readonly string[], minLength = MIN_LENGTH) {
    this.#texts = texts;
    this.#minLength = minLength;
  }

  /**
   * Finds a quote, as written or else without regard to case, white space and punctuation. It must be
   * whole words in one stretch of one page; nothing else is ever taken for it.
   */
  locate(quote: string): LocatedQuote | null {
    const wanted = quote.trim();
    const words = normalisedWords(wanted);
    if (words.replaceAll(' ', '').length < this.#minLength || wanted.length > MAX_LENGTH)
      return null;
    return this.#locateExact(wanted) ?? this.#locateNormalised(words);
  }

  #locateExact(wanted: string): LocatedQuote | null {
    for (const [page, text] of this.#texts.entries()) {
      const span = findWords(text, wanted);
      if (span !== null) return { page, span, text: wanted, match: 'exact' };
    }
    return null;
  }

  #locateNormalised(words: string): LocatedQuote | null {
    for (const [page, original] of this.#texts.entries()) {
      const { text, starts, ends } = (this.#normalised[page] ??= normaliseText(original));
      const found = findWords(text, words);
      if (found === null) continue;
      const span = { start: starts[found.start]!, end: ends[found.end - 1]! };
      return { page, span, text: original.slice(span.start, span.end), match: 'normalised' };
    }
    return null;
  }
}

/** Where a text stands as whole words: `art` does not in `party`, nor `195` in `1952`. */
function findWords(text: string, wanted: string): Span | null {
  let at = text.indexOf(wanted);
  for (let tries = 0; at >= 0 && tries < MAX_TRIES; tries += 1) {
    const end = at + wanted.length;
    if (!isWithinWord(text, at) && !isWithinWord(text, end)) return { start: at, end };
    at = text.indexOf(wanted, at + 1);
  }
  return null;
}

/** Whether a word goes on across an offset. Letters may take two units. */
function isWithinWord(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 2), offset);
  const after = text.slice(offset, offset + 2);
  return WORD_AT_END.test(before) && WORD_AT_START.test(after);
}
