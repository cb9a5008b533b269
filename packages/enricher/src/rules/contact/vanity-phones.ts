import { quoteText } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import type { PhoneParser } from './parse-phone.ts';
import { lastLabel } from './phone-labels.ts';
import type { PhoneSighting } from './phone-sighting.ts';
import { regionAt } from './region-at.ts';

/** Toll-free prefixes of the North American plan, then seven letters or digits, capitals throughout. */
const NORTH_AMERICAN =
  /(?<![02-9])(8(?:00|33|44|55|66|77|88))\)?[-. ]{0,3}((?=[-. \dA-Z]{0,8}[A-Z]{2})[A-Z\d](?:[-. ]?[A-Z\d]){6,})(?![\p{L}\p{N}])/gu;
/** The Australian ones, then six. */
const AUSTRALIAN =
  /(?<!\d)(1300|1800)[- ]{0,2}((?=[- \dA-Z]{0,7}[A-Z]{2})[A-Z\d](?:[- ]?[A-Z\d]){5,})(?![\p{L}\p{N}])/gu;

/** What a number begins with before its prefix. */
const OPENING = /(?<![\p{L}\p{N}])(?:\+?1[-. ]?)?\(?$/u;

/** Longer words are no part of a number; in letters and digits. */
const MAX_WORD_LENGTH = 14;

/** How much text before a number is searched for its label; in characters. */
const MAX_REACH = 24;

const KEYS = ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'];

/** Numbers spelled on the keypad, such as `1-800-FLOWERS`; letters beyond the last digit are not dialled. */
export function vanityPhones(document: PageDocument, parser: PhoneParser): PhoneSighting[] {
  const isAustralian = parser.country === 'AU';
  if (!isAustralian && parser.country !== 'US' && parser.country !== 'CA') return [];
  const pattern = isAustralian ? AUSTRALIAN : NORTH_AMERICAN;
  const wordLength = isAustralian ? 6 : 7;
  return [...document.text.matchAll(pattern)].flatMap((match) => {
    const [written, prefix = '', word = ''] = match;
    const keys = word.replace(/[^A-Z\d]/g, '');
    if (keys.length > MAX_WORD_LENGTH) return [];
    const phone = parser.parse(prefix + dialled(keys.slice(0, wordLength)));
    if (phone === null) return [];
    const opening = OPENING.exec(document.text.slice(Math.max(0, match.index - 8), match.index));
    if (opening === null) return [];
    const span = { start: match.index - opening[0].length, end: match.index + written.length };
    const region = regionAt(document, span.start);
    const label =
      lastLabel(document.text.slice(Math.max(0, span.start - MAX_REACH), span.start))?.label ??
      null;
    const quote = quoteText(document, span);
    return [{ phone, label, method: 'vanity' as const, quote, document, region }];
  });
}

/** Capital letters as the digits of their keys. */
export function dialled(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => {
    return String(KEYS.findIndex((letters) => letters.includes(letter)) + 2);
  });
}
