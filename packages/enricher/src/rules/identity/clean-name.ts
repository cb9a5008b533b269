import { isGenericName } from './generic-names.ts';
import { TRAILING_LEGAL_FORM } from './legal-form.ts';
import { foldWords } from './name-key.ts';

const MAX_NAME_LENGTH = 60;
const MAX_NAME_WORDS = 8;

const LEAD =
  /^(?:(?:welcome to|willkommen bei|bienvenue (?:chez|à)|bienvenidos? a|benvenuti (?:in|da)|home of|logo(?: of| von| de)?)\s+|\[logo\]|[\s|:;,.·•»«*_~>–—-])+/i;
const TAIL =
  /(?:[\s|:;,·•»«*_~<–—-]|\b(?:logo(?:type)?|home ?page|official (?:web)?site|website|homepage|startseite)|\((?:tm|r|c)\)|[™®©℠])+$/i;

/** Longer texts are not looked at; in characters. */
const MAX_RAW_LENGTH = 240;

/** Strips greetings, the word `logo`, trade marks and stray signs; null for what cannot be a name. */
export function cleanName(raw: string): string | null {
  if (raw.length > MAX_RAW_LENGTH) return null;
  const name = raw
    .replaceAll(/[™®©℠]/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(LEAD, '')
    .replace(TAIL, '')
    .trim();
  const bare = TRAILING_LEGAL_FORM.test(name) ? name : name.replace(/\.+$/, '');
  return isNameLike(bare) ? bare : null;
}

const NOT_A_NAME =
  /@|https?:|\bwww\.|\.(?:jpe?g|png|gif|svg|webp)$|[{}<>\\]|\?$|\d{3}[-. ]\d{3,4}/i;

function isNameLike(name: string): boolean {
  if (name.length < 2 || name.length > MAX_NAME_LENGTH) return false;
  if (!/\p{L}/u.test(name) || NOT_A_NAME.test(name)) return false;
  const folded = foldWords(name);
  return folded.split(' ').length <= MAX_NAME_WORDS && !isGenericName(folded);
}
