import { JAPANESE_LEGAL_FORM, TRAILING_LEGAL_FORM } from './legal-form.ts';

/** A domain used as a name: `Acme.com`. */
export const TRAILING_DOMAIN = /\.(?:com|net|org|info|biz)$/i;

/** Lower-case ASCII-like words of a text: accents folded, `&` as `and`, signs as spaces. */
export function foldWords(text: string): string {
  return NOT_ASCII.test(text) ? foldAnyWords(text) : foldAsciiWords(text);
}

const NOT_ASCII = /[^\0-\x7f]/;

function foldAnyWords(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’`]/gu, '')
    .toLowerCase()
    .replaceAll(/[øłđıßæœ]/g, (letter) => PLAIN_LETTERS[letter]!)
    .replaceAll(/[&+]/g, ' and ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Letters that no accent sets apart from the plain ones they are written as where there is no key for them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
};

/** The same for what most names are, in a third of the time. */
function foldAsciiWords(text: string): string {
  return text
    .replaceAll(/['`]/g, '')
    .toLowerCase()
    .replaceAll(/[&+]/g, ' and ')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** What two spellings of one name share: folded words without the article, legal form and `.com`. */
export function nameKey(name: string): string {
  const bare = name
    .replace(TRAILING_LEGAL_FORM, '')
    .replace(JAPANESE_LEGAL_FORM, '')
    .replace(TRAILING_DOMAIN, '');
  return foldWords(bare).replace(/^the /, '');
}
