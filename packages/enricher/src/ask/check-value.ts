import type { ValueKind } from './question.ts';
import { normalisedWords } from './normalised-text.ts';

/**
 * Whether the words of a page bear a value out. What a page says in other words than the value, such as
 * a number spelt out, is not borne out.
 *
 * @param quotes - as the page has them
 */
export function isBorneOut(
  kind: ValueKind,
  value: string | number,
  quotes: readonly string[],
): boolean {
  const said = quotes.join('\n');
  switch (kind) {
    case 'text':
      return holdsWords(said, String(value));
    case 'number':
      return numbersIn(said).has(Number(value));
    case 'year':
      return isYear(Number(value)) && yearsIn(said).has(Number(value));
    case 'phone':
      return holdsPhone(said, String(value));
    case 'url':
      return holdsAddress(said, String(value));
    case 'email':
      return said
        .toLowerCase()
        .split(/[\s<>()[\],;:"']+/)
        .includes(String(value).trim().toLowerCase());
    case 'derived':
      return String(value).trim() !== '' && holdsFigures(said, String(value));
    default:
      return kind satisfies never;
  }
}

function holdsWords(said: string, value: string): boolean {
  const words = normalisedWords(value);
  return words !== '' && ` ${normalisedWords(said)} `.includes(` ${words} `);
}

/** Whole numbers and decimals in any of the usual spellings, each reading of an ambiguous one. */
function numbersIn(text: string): Set<number> {
  const found = new Set<number>();
  for (const [written] of text.matchAll(/\d+(?:[.,'’\u0020\u00A0\u202F]\d+)*/g)) {
    for (const reading of readingsOf(written)) found.add(reading);
  }
  return found;
}

const GROUPED = /^\d{1,3}(?:([.,'’\u0020\u00A0\u202F])\d{3})(?:\1\d{3})*$/;
const DECIMAL = /^(\d{1,3}(?:[.,'’\u0020\u00A0\u202F]\d{3})*|\d+)[.,](\d+)$/;

function* readingsOf(written: string): Generator<number> {
  if (/^\d+$/.test(written)) yield Number(written);
  if (GROUPED.test(written)) yield Number(written.replaceAll(/\D/g, ''));
  const [, whole, fraction] = DECIMAL.exec(written) ?? [];
  // `12.000` is twelve thousand somewhere and twelve nowhere: nobody counts in thousandths.
  const isThousands = GROUPED.test(written) && Number(fraction) === 0;
  if (whole !== undefined && !isThousands) {
    yield Number(`${whole.replaceAll(/\D/g, '')}.${fraction}`);
  }
  // Numbers that only stand beside each other.
  const parts = written.split(/[\u0020\u00A0\u202F]/);
  if (parts.length > 1 && !GROUPED.test(written)) for (const part of parts) yield* readingsOf(part);
}

const EARLIEST_YEAR = 1_000;
const LATEST_YEAR = 2_099;

function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= EARLIEST_YEAR && value <= LATEST_YEAR;
}

function yearsIn(text: string): Set<number> {
  return new Set(
    [...text.matchAll(/(?<![\d.,])\d{4}(?!\d|[.,]\d)/g)].map(([year]) => Number(year)),
  );
}

/** Digits at the end of a number that must agree; in front of them, prefixes are written in many ways. */
const MIN_PHONE_DIGITS = 6;

function holdsPhone(said: string, value: string): boolean {
  const wanted = digitsOf(value.replaceAll('(0)', '')).replace(/^0+/, '');
  return said.split(/[^\d\s()+./-]+/).some((part) => {
    const written = digitsOf(part.replaceAll('(0)', '')).replace(/^0+/, '');
    const shorter = Math.min(written.length, wanted.length);
    return shorter >= MIN_PHONE_DIGITS && (wanted.endsWith(written) || written.endsWith(wanted));
  });
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}

function holdsAddress(said: string, value: string): boolean {
  const wanted = bareAddress(value);
  return (
    wanted.includes('.') && said.split(/[\s<>()"']+/).some((part) => bareAddress(part) === wanted)
  );
}

function bareAddress(text: string): string {
  return text
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/.,;:]+$/, '');
}

/** A summary may say things in its own words, but no figure, address or e-mail that its quotes lack. */
function holdsFigures(said: string, value: string): boolean {
  const figures = value.match(/\d[\d.,'’]*\d|\d/g) ?? [];
  const known = numbersIn(said);
  const isKnown = figures.every((figure) =>
    [...readingsOf(figure)].some((read) => known.has(read)),
  );
  const addresses = value.match(/\S+@\S+|\b(?:https?:\/\/|www\.)\S+/gi) ?? [];
  const lower = said.toLowerCase();
  return isKnown && addresses.every((address) => lower.includes(bareAddress(address)));
}
