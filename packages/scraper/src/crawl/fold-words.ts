/** Letters that keep their stroke or dot when accents are taken off. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

const isAscii = /^[\0-\x7f]*$/;

/** Splits text into words of any script, in lower case and without accents. */
export function foldWords(text: string): string[] {
  const lower = text.toLowerCase();
  if (isAscii.test(lower)) return lower.match(/[a-z0-9]+/g) ?? [];
  return withoutAccents(lower).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßøæœłđı]/g, (letter) => letters[letter] ?? letter);
}
