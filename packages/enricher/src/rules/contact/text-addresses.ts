import { quoteText } from '../../evidence/quote.ts';
import type { PageDocument, Span } from '../../page/page-document.ts';
import { ADDRESS_PATTERNS, type AddressPattern, WHOLE_ADDRESSES } from './address-patterns.ts';
import type { AddressSighting } from './address-sighting.ts';
import { partsAround } from './parts-around.ts';
import { regionAt } from './region-at.ts';

/** How far before its place an address may begin; in characters. */
const MAX_REACH = 180;

const PIECE_BREAK = /[\n\t,|•·;]+| [-–—] /g;

/** How many pieces may stand from a building's name to the town, as its street and village; in pieces. */
const MAX_BUILDING_PIECES = 3;

const STREET_KIND =
  /\b(?:st|street|ave?|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|ct|court|pl|place|hwy|highway|pkwy|parkway|cir|circle|ter|terrace|trail|trl|loop|plaza|sq|square|box|broadway|route|rte|suite|ste|floor|tpke|turnpike|close|crescent|gardens|mews|park|yard)\b/i;

/** A number of its own in front of a street, as in `12, rue du Bac` and `12000 #4, boul. Acme`. */
const HOUSE_NUMBER = /(?:^|: ?)(\d{1,5} ?(?:bis|ter|-?[a-z])?(?: ?# ?[\w-]{1,6})?)$/i;

/** Lands of another country that write addresses as it does, by ISO 3166-1 alpha-2. */
const WRITTEN_AS: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(
    'BL GF GP MC MF MQ NC PF PM RE WF YT'.split(' ').map((land) => [land, 'FR']),
  ),
  ...Object.fromEntries('GG IM JE'.split(' ').map((land) => [land, 'GB'])),
  ...Object.fromEntries('SM VA'.split(' ').map((land) => [land, 'IT'])),
  LI: 'CH',
};

/** Addresses in a page's text, written as the country writes them. */
export function textAddresses(document: PageDocument, country: string): AddressSighting[] {
  const { text } = document;
  const model = WRITTEN_AS[country] ?? country;
  const whole = WHOLE_ADDRESSES[model];
  const pattern = ADDRESS_PATTERNS[model];
  const spans = whole ? matches(text, whole) : pattern ? streetAddresses(text, pattern) : [];
  return spans.map((span) => sighting(document, span));
}

function streetAddresses(text: string, pattern: AddressPattern): Span[] {
  return placesIn(text, pattern).flatMap((place) => {
    const start = streetStart(text, place.start, pattern);
    return start === null ? [] : [{ start, end: place.end }];
  });
}

/** How far a place goes on before and behind its sign: a town and its county; in characters. */
const MAX_PLACE = 120;

function placesIn(text: string, { place, sign }: AddressPattern): Span[] {
  if (sign === undefined) return matches(text, place);
  return partsAround(text, sign, MAX_PLACE).flatMap(({ start, end }) =>
    matches(text.slice(start, end), place).map((found) => ({
      start: start + found.start,
      end: start + found.end,
    })),
  );
}

function matches(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

function sighting(document: PageDocument, whole: Span): AddressSighting {
  const span = withoutFullStop(document.text, whole);
  const quote = quoteText(document, span);
  const isMarked = document.addresses.some(
    ({ start, end }) => start <= span.start && span.end <= end,
  );
  return {
    line: oneLine(quote.quote),
    quote,
    method: isMarked ? 'address_element' : 'text_pattern',
    document,
    region: regionAt(document, span.start),
  };
}

/** A full stop behind a whole word ends a sentence. */
function withoutFullStop(text: string, { start, end }: Span): Span {
  const isSentence = /\p{L}{4}\.$/u.test(text.slice(Math.max(start, end - 5), end));
  return { start, end: isSentence ? end - 1 : end };
}

/** Goes back from the place, piece by piece, to the one that is a street. */
function streetStart(text: string, placeStart: number, pattern: AddressPattern): number | null {
  const pieces = piecesBefore(text, placeStart);
  const last = pieces.at(-1);
  // What stands on the place's own line, such as the town, is no piece of its own.
  const allowed = pattern.maxPieces + (last && last.end >= placeStart - 1 ? 1 : 0);
  for (let back = 1; back <= Math.min(allowed, pieces.length); back++) {
    const piece = pieces[pieces.length - back]!;
    const street = pattern.street.exec(text.slice(piece.start, piece.end));
    const isLast = back === 1 && pattern.isTownBefore === true;
    if (street === null || (isLast && lacksTown(text.slice(piece.start, placeStart)))) continue;
    const ahead = pieces[pieces.length - back - 1];
    const number = ahead && HOUSE_NUMBER.exec(text.slice(ahead.start, ahead.end))?.[1];
    if (number !== undefined) return ahead!.end - number.length;
    const found = street.slice(1).find((group) => group !== undefined) ?? street[0];
    return piece.end - found.length;
  }
  return buildingStart(text, pieces.slice(0, -1), pattern);
}

/** The first piece that names a building or else a street; the last one stands with the place and is its town. */
function buildingStart(
  text: string,
  pieces: readonly Span[],
  { building }: AddressPattern,
): number | null {
  const named = pieces
    .slice(-MAX_BUILDING_PIECES)
    .find(({ start, end }) => building?.test(text.slice(start, end)));
  return named?.start ?? null;
}

/** A street and its town without a comma between are told by the kind of street. */
function lacksTown(piece: string): boolean {
  return /^[^\n,]*$/.test(piece) && !STREET_KIND.test(piece);
}

function piecesBefore(text: string, end: number): Span[] {
  const floor = Math.max(0, end - MAX_REACH);
  const head = text.slice(floor, end);
  const pieces: Span[] = [];
  let from = 0;
  for (const { 0: mark, index } of head.matchAll(PIECE_BREAK)) {
    pieces.push({ start: from, end: index });
    from = index + mark.length;
  }
  pieces.push({ start: from, end: head.length });
  return pieces
    .map((piece) => trimmed(head, piece))
    .filter((piece) => piece.end > piece.start)
    .map((piece) => ({ start: piece.start + floor, end: piece.end + floor }));
}

function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && text[from] === ' ') from++;
  while (to > from && text[to - 1] === ' ') to--;
  return { start: from, end: to };
}

function oneLine(written: string): string {
  return written
    .replace(/\s*[\n\t|•·]+\s*/g, ', ')
    .replace(/(?:\s*,\s*)+/g, ', ')
    .replace(/ {2,}/g, ' ');
}
