import type { Span } from '../../page/page-document.ts';
import type { ParsedPhone, PhoneParser } from './parse-phone.ts';

export interface ReadNumber {
  readonly span: Span;
  readonly phone: ParsedPhone;
}

/** A stretch with more groups of digits is a table of figures. */
const MAX_GROUPS = 14;
const MIN_DIGITS = 7;
const MAX_DIGITS = 19;

interface Group {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the numbers that one candidate stretch holds. Usually it is one number as a whole; else the
 * stretch is cut at spaces and slashes, as where a postcode or a second number stands beside.
 */
export function readNumbers(text: string, candidate: Span, parser: PhoneParser): ReadNumber[] {
  const whole = readWindow(text, candidate, parser);
  if (whole !== null) return [whole];
  const groups = groupsOf(text, candidate);
  if (groups.length < 2 || groups.length > MAX_GROUPS) return [];
  const found: ReadNumber[] = [];
  let first = 0;
  while (first < groups.length) {
    const window = longestFrom(text, candidate, groups, first, parser);
    if (window !== null) found.push(window.number);
    first = window === null ? first + 1 : window.next;
  }
  return found;
}

function longestFrom(
  text: string,
  candidate: Span,
  groups: readonly Group[],
  first: number,
  parser: PhoneParser,
): { number: ReadNumber; next: number } | null {
  const start = openingOf(text, candidate, groups[first]!, groups[first - 1]);
  if (start === null) return null;
  for (let last = groups.length - 1; last >= first; last--) {
    const next = groups[last + 1];
    const { end } = groups[last]!;
    if (next !== undefined && !isCut(text.slice(end, next.start))) continue;
    const number = readWindow(text, { start, end }, parser);
    if (number !== null) return { number, next: last + 1 };
  }
  return null;
}

function readWindow(text: string, span: Span, parser: PhoneParser): ReadNumber | null {
  const written = text.slice(span.start, span.end);
  // A second `+` begins another number, however well the digits would fit into one.
  if (written.lastIndexOf('+') > written.search(/\d/)) return null;
  const digits = countDigits(written);
  if (digits < MIN_DIGITS || digits > MAX_DIGITS) return null;
  const phone = parser.parse(written);
  return phone === null ? null : { span, phone };
}

function groupsOf(text: string, { start, end }: Span): Group[] {
  const groups: Group[] = [];
  for (const match of text.slice(start, end).matchAll(/\d+/g)) {
    groups.push({ start: start + match.index, end: start + match.index + match[0].length });
  }
  return groups;
}

/** Where a number that begins with this group starts, its `+` or bracket included; null within one. */
function openingOf(
  text: string,
  candidate: Span,
  group: Group,
  previous: Group | undefined,
): number | null {
  const from = previous?.end ?? candidate.start;
  const gap = text.slice(from, group.start);
  const opening = /(?:\+ ?\(?|\(\+?|\[)$/.exec(gap);
  if (opening !== null) return group.start - opening[0].length;
  return previous === undefined || isCut(gap) ? group.start : null;
}

/** A dash or dot without spaces, or a bracket, holds a number together. */
function isCut(gap: string): boolean {
  return /[ /+•·]/.test(gap);
}

function countDigits(written: string): number {
  let count = 0;
  for (let index = 0; index < written.length; index++) {
    const code = written.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) count++;
  }
  return count;
}
