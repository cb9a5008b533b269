import type { Span } from '../../page/page-document.ts';

/**
 * The parts of a text that have a mark near, each beginning with a word: what a costly pattern has to see
 * of a long page.
 *
 * @param marks - cheap and global; every match of the costly pattern has one within reach
 * @param reach - how far before and behind a mark a part goes; in characters
 */
export function partsAround(text: string, marks: RegExp, reach: number): readonly Span[] {
  const parts: { start: number; end: number }[] = [];
  for (const { index } of text.matchAll(marks)) {
    const last = parts.at(-1);
    const end = Math.min(text.length, index + reach);
    if (last && index - reach <= last.end) last.end = end;
    else parts.push({ start: wordStart(text, index - reach, reach), end });
  }
  return parts;
}

function wordStart(text: string, at: number, reach: number): number {
  if (at <= 0) return 0;
  return at + Math.max(0, text.slice(at, at + reach).search(/\s/));
}
