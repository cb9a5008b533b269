import type { Span } from '../../page/page-document.ts';

/** Shorter labels turn up inside ordinary words and as abbreviations. */
const MIN_LABEL_LENGTH = 4;
const MAX_SPANS = 12;
/** Signs a name may have between the letters of its domain. */
const GAP = String.raw`[ \u00a0.'’-]?(?:(?:&|and)[ \u00a0])?`;

/**
 * Finds where the letters of a domain label stand in a text as words: `acmetools` as `Acme Tools`. Only
 * spellings with a capital or a digit in front count, for the rest is an address or a common word.
 */
export function* namesSpellingDomain(text: string, labels: readonly string[]): Generator<Span> {
  for (const label of labels) {
    if (label.length < MIN_LABEL_LENGTH) continue;
    for (const match of [...text.matchAll(spelling(label))].slice(0, MAX_SPANS)) {
      if (isWritten(match[0])) yield { start: match.index, end: match.index + match[0].length };
    }
  }
}

function spelling(label: string): RegExp {
  const letters = Array.from(label, (letter) => `[${letter}${letter.toUpperCase()}]`).join(GAP);
  return new RegExp(String.raw`(?<![\p{L}\p{N}@./-])${letters}(?![\p{L}\p{N}@]|\.\w)`, 'gu');
}

function isWritten(name: string): boolean {
  return /\p{Lu}|^\p{N}/u.test(name);
}
