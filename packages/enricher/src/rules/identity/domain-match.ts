import { foldWords, nameKey } from './name-key.ts';

/** How a name and a domain label agree, best first. */
export type DomainMatch = 'equal' | 'part' | 'initials' | 'none';

const MIN_PART_LENGTH = 4;
/** A part has to make up this much of the longer of the two. */
const MIN_PART_SHARE = 0.4;
const MIN_INITIALS = 3;
/** What owners put around their name in a domain. */
const LABEL_AFFIXES =
  /^(?:the|go|my|get|shop|buy|call|visit|we)(?=.{4})|(?<=.{4})(?:online|inc|llc|ltd|gmbh|co|usa|uk|us|web|group|shop|law|legal)$/g;

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

/** Whether the label is made of a beginning of each word in turn: `hillchem` of `hillside chemicals`. */
function spellsInitials(label: string, words: readonly string[]): boolean {
  if (label.length < MIN_INITIALS) return false;
  let reached = new Set([0]);
  for (const [index, word] of words.filter((one) => !SILENT_WORD.test(one)).entries()) {
    reached = new Set([...reached].flatMap((from) => [...endsOfPrefix(label, from, word)]));
    if (index > 0 && reached.has(label.length)) return true;
  }
  return false;
}

/** Words that initials leave out. */
const SILENT_WORD = /^(?:and|of|und|et|y|e|de)$/;

/** Where in the label a beginning of the word may end when it starts at `from`. */
function* endsOfPrefix(label: string, from: number, word: string): Generator<number> {
  for (let taken = 0; taken < word.length && label[from + taken] === word[taken]; taken++) {
    yield from + taken + 1;
  }
}
