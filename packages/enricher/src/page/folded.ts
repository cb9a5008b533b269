import type { Span } from './page-document.ts';
import { MAX_PART_LENGTH } from './page-limits.ts';

/** White space as in `text`: runs become one space, none at the ends. */
export function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The span without white space at its ends; empty spans stay where they start. */
export function trimmedSpan(text: string, { start, end }: Span): Span {
  let from = Math.min(start, text.length);
  let to = Math.min(end, text.length);
  while (from < to && isFoldedSpace(text.charCodeAt(from))) from++;
  while (to > from && isFoldedSpace(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

/** The beginning of a span that is longer than a part of a page is. */
export function shortened({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + MAX_PART_LENGTH) };
}

function isFoldedSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09;
}
