import type { Span } from '../../page/page-document.ts';

/** Fewer digits are never a number that can be dialled from elsewhere; more are none at all. */
const MIN_DIGITS = 7;
const MAX_DIGITS = 40;

/** Digits and what numbers are written with, as many as the shortest number has; found ten times faster than digit by digit. */
const STRETCH = /\d[\d ()+\-./[\]\u00b7\u2010-\u2015\u2022\u2212]{5,}\d/g;

/** Characters between two digits of a number at most, as in `) - (`. */
const MAX_GAP = 4;

/** A bank account begins with its country and two check digits, maybe with letters of the bank behind. */
const ACCOUNT_AHEAD = /(?<![\p{L}\p{N}])[A-Z]{2}(?:\d\d ?[A-Z]{4} ?)?$/u;
const MIN_ACCOUNT_DIGITS = 10;

/**
 * Finds stretches of text that may hold phone numbers: runs of digits with the punctuation that numbers
 * are written with. It knows no numbering plan and is quick, so that the costly parsing sees little of a
 * page.
 */
export function findPhoneCandidates(text: string): Span[] {
  return [...text.matchAll(STRETCH)].flatMap(({ 0: stretch, index }) =>
    candidatesIn(text, { start: index, end: index + stretch.length }),
  );
}

function candidatesIn(text: string, { start, end: stretchEnd }: Span): Span[] {
  const candidates: Span[] = [];
  for (let index = start; index < stretchEnd; index++) {
    if (!isDigit(text.charCodeAt(index))) continue;
    const { end, digits } = scanRun(text, index);
    if (digits >= MIN_DIGITS && digits <= MAX_DIGITS && !isAccount(text, index, digits)) {
      candidates.push({ start: withOpening(text, index), end });
    }
    index = end - 1;
  }
  return candidates;
}

function isAccount(text: string, start: number, digits: number): boolean {
  return (
    digits >= MIN_ACCOUNT_DIGITS && ACCOUNT_AHEAD.test(text.slice(Math.max(0, start - 10), start))
  );
}

/** How far digits go on with nothing but separators between, and how many they are. */
function scanRun(text: string, start: number): { end: number; digits: number } {
  let end = start + 1;
  let digits = 1;
  for (let index = end; index - end <= MAX_GAP; index++) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) {
      digits++;
      end = index + 1;
    } else if (!isSeparator(code)) break;
  }
  return { end, digits };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Takes in `+`, `(` and `(+` before the first digit. */
function withOpening(text: string, start: number): number {
  let from = start;
  if (text[from - 1] === '+' || (text[from - 1] === ' ' && text[from - 2] === '+')) {
    from = text.lastIndexOf('+', from);
  }
  return text[from - 1] === '(' || text[from - 1] === '[' ? from - 1 : from;
}

function isSeparator(code: number): boolean {
  // Space, ( ) + - . / [ ] and the middle dot.
  if (code < 0x80) {
    if (code === 0x20 || code === 0x5b || code === 0x5d) return true;
    return code >= 0x28 && code <= 0x2f && code !== 0x2a && code !== 0x2c;
  }
  // Hyphens and dashes, bullet, minus.
  return code === 0xb7 || (code >= 0x2010 && code <= 0x2015) || code === 0x2022 || code === 0x2212;
}
