/** The ranges of characters that TYPO3 rotates, each within itself. */
const RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x2b, 0x3a],
  [0x40, 0x5a],
  [0x61, 0x7a],
];

const SCHEME = 'mailto:';

/** As many rotations as the widest range has. */
const MAX_SHIFT = 26;

/**
 * Undoes TYPO3's spam protection, which rotates the characters of a `mailto:` address by a number that
 * the site chose: the one that brings back `mailto:` is it.
 *
 * @returns what followed `mailto:`, or null where no rotation brings it back
 */
export function decodeShiftedMailto(shifted: string): string | null {
  for (let shift = -MAX_SHIFT; shift <= MAX_SHIFT; shift++) {
    if (rotatedText(shifted.slice(0, SCHEME.length), shift).toLowerCase() !== SCHEME) continue;
    return rotatedText(shifted.slice(SCHEME.length), shift);
  }
  return null;
}

function rotatedText(text: string, shift: number): string {
  return text.replace(/[+-z]/g, (character) => rotated(character, shift));
}

function rotated(character: string, shift: number): string {
  const code = character.charCodeAt(0);
  const range = RANGES.find(([first, last]) => code >= first && code <= last);
  if (range === undefined) return character;
  const [first, last] = range;
  const size = last - first + 1;
  const place = (((code - first + shift) % size) + size) % size;
  return String.fromCharCode(first + place);
}
