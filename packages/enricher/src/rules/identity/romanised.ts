/** How owners spell a name for a domain that takes plain letters only. */
const LETTERS: Readonly<Record<string, string>> = {
  ...letters('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'),
  ...letters(
    'абвгдежзийклмнопрстуфхцчшщъыьэюя',
    'a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y  e yu ya',
  ),
  ...letters('ђјљњћџѓќѕіїєґ', 'dj j lj nj c dz gj kj dz i i e g'),
};

/** Written apart, yet one sound. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/ου/g, 'ou'],
  [/αυ/g, 'av'],
  [/ευ/g, 'ev'],
];

const OTHER_SCRIPT = /[\p{Script=Greek}\p{Script=Cyrillic}]/u;

/** A name of Greek or Cyrillic letters in Latin ones, without accents; null for any other. */
export function romanised(name: string): string | null {
  if (!OTHER_SCRIPT.test(name)) return null;
  const plain = name
    .toLowerCase()
    .replaceAll('й', 'и\u0306')
    .normalize('NFD')
    .replaceAll('и\u0306', 'й')
    .replaceAll(/\p{M}/gu, '');
  const paired = PAIRS.reduce((text, [pair, sound]) => text.replaceAll(pair, sound), plain);
  return Array.from(paired, (letter) => LETTERS[letter] ?? letter).join('');
}

function letters(from: string, to: string): Record<string, string> {
  const sounds = to.split(' ');
  return Object.fromEntries(Array.from(from, (letter, at) => [letter, sounds[at] ?? letter]));
}
