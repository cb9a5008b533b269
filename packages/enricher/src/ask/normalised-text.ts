/** A text without the differences that quoting brings: letters and digits in lower case, one space between words. */
export interface NormalisedText {
  readonly text: string;
  /** Where the text that a character stands for starts and ends in the original. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

/**
 * Normalises a text and keeps the way back. Case, white space and punctuation go; letters, digits and
 * accents stay, so that no two texts become the same that say different words.
 */
export function normaliseText(original: string): NormalisedText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (characters: string, start: number, end: number) => {
    for (const unit of characters.split('')) {
      parts.push(unit);
      starts.push(start);
      ends.push(end);
    }
  };
  let isWordPending = false;
  let at = 0;
  for (const character of original) {
    const end = at + character.length;
    if (WORD_CHARACTER.test(character)) {
      if (isWordPending && parts.length > 0) add(' ', at, at);
      isWordPending = false;
      // Decomposed, a letter and its accent are the same whether they were written as one or as two.
      add(character.normalize('NFD').toLowerCase(), at, end);
    } else {
      isWordPending = true;
    }
    at = end;
  }
  return { text: parts.join(''), starts, ends };
}

/** The same without the way back. */
export function normalisedWords(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}
