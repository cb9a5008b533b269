import type { Span } from '../../page/page-document.ts';

/** Shorter labels turn up inside ordinary words and as abbreviations. */
const MIN_LABEL_LENGTH = 4;
const MAX_SPANS = 12;

/**
 * Finds where the letters of a domain label stand in a text as words: `acmetools` as `Acme Tools`. Only
 * spellings with a capital or a digit in front count, for the rest is an address or a common word.
 */
export function* namesSpellingDomain(text: string, labels: readonly string[]): Generator<Span> {
  for (const label of labels) {
    if (label.length < MIN_LABEL_LENGTH) continue;
    for (const span of spellings(text, label).take(MAX_SPANS)) {
      if (isWritten(text.slice(span.start, span.end))) yield span;
    }
  }
}

// By hand, because a regular expression of each label takes longer to compile than a page to search.
function* spellings(text: string, label: string): Generator<Span> {
  const letters = Array.from(label, (lower) => ({ lower, upper: lower.toUpperCase() }));
  let searchFrom = 0;
  for (const start of placesOf(letters[0]!, text)) {
    if (start < searchFrom || isInWord(text, start)) continue;
    const end = endOfLetters(text, start, letters, 0);
    if (end === null || !matchesAt(WORD_END, text, end)) continue;
    yield { start, end };
    searchFrom = end;
  }
}

/** Where a letter stands in either case, in order. */
function* placesOf({ lower, upper }: Letter, text: string): Generator<number> {
  let nextLower = text.indexOf(lower);
  let nextUpper = upper === lower ? -1 : text.indexOf(upper);
  while (nextLower >= 0 || nextUpper >= 0) {
    if (nextUpper < 0 || (nextLower >= 0 && nextLower < nextUpper)) {
      yield nextLower;
      nextLower = text.indexOf(lower, nextLower + 1);
    } else {
      yield nextUpper;
      nextUpper = text.indexOf(upper, nextUpper + 1);
    }
  }
}

/** Most letters stand behind another of their word, which is cheaper to see than the rest. */
function isInWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1) | 0x20;
  return (before >= 0x61 && before <= 0x7a) || !matchesAt(WORD_START, text, at);
}

const WORD_START = /(?<![\p{L}\p{N}@./-])/uy;
const WORD_END = /(?![\p{L}\p{N}@]|\.\w)/uy;
/** Signs a name may have between the letters of its domain; a name may do without either part. */
const SIGN = /[ \u00a0.'’-]/y;
const CONJUNCTION = /(?:&|and)[ \u00a0]/y;
const GAP_BEGINNINGS = " \u00a0.'’-&a";

interface Letter {
  readonly lower: string;
  readonly upper: string;
}

/** Where the letters from `index` on end when the first of them stands at `at`; null when it does not. */
function endOfLetters(
  text: string,
  at: number,
  letters: readonly Letter[],
  index: number,
): number | null {
  const letter = letters[index];
  if (letter === undefined) return at;
  if (!text.startsWith(letter.lower, at) && !text.startsWith(letter.upper, at)) return null;
  const after = at + letter.lower.length;
  const next = index + 1;
  if (next === letters.length) return after;
  for (const start of afterGap(text, after)) {
    const end = endOfLetters(text, start, letters, next);
    if (end !== null) return end;
  }
  return null;
}

/** Where the next letter may stand, past the longest gap first. */
function afterGap(text: string, at: number): readonly number[] {
  if (!GAP_BEGINNINGS.includes(text.charAt(at))) return [at];
  const starts = matchesAt(SIGN, text, at) ? [at + 1, at] : [at];
  return starts.flatMap((start) =>
    matchesAt(CONJUNCTION, text, start) ? [CONJUNCTION.lastIndex, start] : [start],
  );
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function isWritten(name: string): boolean {
  return /\p{Lu}|^\p{N}/u.test(name);
}
