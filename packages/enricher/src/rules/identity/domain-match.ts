import { foldWords, nameKey } from './name-form.ts';

/** How a name and a domain label agree, best first. */
export type DomainMatch = 'equal' | 'part' | 'initials' | 'none';

const MIN_PART_LENGTH = 4;
/** A part has to make up this much of the longer of the two. */
const MIN_PART_SHARE = 0.4;
const MIN_INITIALS = 3;
/** What owners put around their name in a domain. */
const LABEL_AFFIXES =
  /^(?:the|go|my|get|shop|buy|call|visit|we)(?=.{4})|(?<=.{4})(?:online|inc|llc|ltd|gmbh|co|usa|uk|us|web|group|shop)$/g;

/**
 * Compares a name with the site's domain labels: `Acme Tools Ltd` equals `acmetools`, is part of
 * `acmetoolsleeds`, and its initials or word beginnings spell `acto`.
 */
export function matchDomain(name: string, labels: readonly string[]): DomainMatch {
  const words = nameKey(name).split(' ');
  const forms = [
    words.join(''),
    foldWords(name).replaceAll(' ', ''),
    words.filter((word) => word !== 'and').join(''),
  ];
  let best: DomainMatch = 'none';
  for (const label of labels) {
    const match = matchLabel(label, forms, words);
    if (match === 'equal') return match;
    if (best === 'none' || match === 'part') best = match === 'none' ? best : match;
  }
  return best;
}

function matchLabel(
  label: string,
  forms: readonly string[],
  words: readonly string[],
): DomainMatch {
  const bare = label.replaceAll(LABEL_AFFIXES, '');
  if (forms.some((form) => form === label || form === bare)) return 'equal';
  if (forms.some((form) => isPart(form, bare) || isPart(form, label))) return 'part';
  return spellsInitials(label, words) || spellsInitials(bare, words) ? 'initials' : 'none';
}

function isPart(form: string, label: string): boolean {
  const [short, long] = form.length < label.length ? [form, label] : [label, form];
  if (short.length < MIN_PART_LENGTH || short.length / long.length < MIN_PART_SHARE) return false;
  return long.startsWith(short) || long.endsWith(short);
}

/** Whether the label is made of a beginning of each word in turn: `herchem` of `hercules chemical`. */
function spellsInitials(label: string, words: readonly string[]): boolean {
  if (label.length < MIN_INITIALS || words.length < 2) return false;
  const spelled = words.filter((word) => word !== 'and' && word !== 'of');
  return consume(label, 0, spelled, 0);
}

function consume(label: string, at: number, words: readonly string[], next: number): boolean {
  if (at === label.length) return next >= 2;
  const word = words[next];
  if (word === undefined) return false;
  for (let taken = 1; taken <= word.length && label[at + taken - 1] === word[taken - 1]; taken++) {
    if (consume(label, at + taken, words, next + 1)) return true;
  }
  return false;
}
