import { foldWords, nameKey } from './name-key.ts';
import { romanised } from './romanised.ts';

/** How a name and a domain label agree, best first. */
export type DomainMatch = (typeof MATCHES)[number];

const MATCHES = ['equal', 'part', 'initials', 'none'] as const;

const MIN_PART_LENGTH = 4;
/** A part has to make up this much of the longer of the two. */
const MIN_PART_SHARE = 0.4;
/** So long a label at the end of a name is no chance, whatever share of it it makes up. */
const MIN_SURE_LENGTH = 8;
const MIN_INITIALS = 3;
/** What owners put around their name in a domain. */
const LABEL_AFFIXES =
  /^(?:the|go|my|get|shop|buy|call|visit|we)(?=.{4})|(?<=.{4})(?:online|inc|llc|ltd|gmbh|co|usa|uk|us|web|group|shop|law|legal)$/g;
/** The two letters of its American or Canadian state or province, which a longer label may end in. */
const STATE =
  /(?<=.{8})(?:a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[ait]|w[aivy]|ab|bc|mb|n[bs]|on|qc|sk)$/;

/**
 * Compares a name with the site's domain labels: `Acme Tools Ltd` equals `acmetools`, is part of
 * `acmetoolsleeds`, and its initials or word beginnings spell `acto`.
 */
export function matchDomain(name: string, labels: readonly string[]): DomainMatch {
  const latin = romanised(name);
  if (latin !== null) return better(matchSpelling(name, labels), matchSpelling(latin, labels));
  const spelled = name.replaceAll(/[äöüåø]/gi, (letter) => SPELLED_OUT[letter.toLowerCase()]!);
  const plain = matchSpelling(name, labels);
  return plain === 'equal' || spelled === name
    ? plain
    : better(plain, matchSpelling(spelled, labels));
}

/** How domains write letters they cannot have; the plain letter is the other way. */
const SPELLED_OUT: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  å: 'aa',
  ø: 'oe',
};

function better(one: DomainMatch, other: DomainMatch): DomainMatch {
  return MATCHES.find((match) => match === one || match === other) ?? one;
}

function matchSpelling(name: string, labels: readonly string[]): DomainMatch {
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
  const whole = new Set([label, bare, label.replace(STATE, '')]);
  if (forms.some((form) => whole.has(form))) return 'equal';
  if (forms.some((form) => isPart(form, bare) || isPart(form, label))) return 'part';
  if (leavesOutWords(label, words) || bearsSurname(label, words)) return 'part';
  return spellsInitials(label, words) || spellsInitials(bare, words) ? 'initials' : 'none';
}

function isPart(form: string, label: string): boolean {
  const [short, long] = form.length < label.length ? [form, label] : [label, form];
  if (short === label && short.length >= MIN_SURE_LENGTH && long.endsWith(short)) return true;
  if (short.length < MIN_PART_LENGTH || short.length / long.length < MIN_PART_SHARE) return false;
  return long.startsWith(short) || long.endsWith(short);
}

/** Whether the label is made of some of the words, in order: `doctorhale` of `Doctor Anna Hale`. */
function leavesOutWords(label: string, words: readonly string[]): boolean {
  let from = 0;
  let used = 0;
  for (const word of words) {
    if (word.length < MIN_LONG_WORD || !label.startsWith(word, from)) continue;
    from += word.length;
    used++;
  }
  return used > 1 && from === label.length;
}

const MIN_LONG_WORD = 3;

/** Degrees, with which the one who runs a practice is named. */
const DEGREE = /^(?:dr|prof|dipl|mag|med|dent|vet|jur|phil|di|ing|dds|dmd|dvm|md|phd|esq|mba|cpa)$/;

/** Letters of a degree with full stops between, at the end: `D.D.S.` */
const SPELLED_DEGREE = /(?<= )(?:\p{L} ){2,3}\p{L}$/u;

function joined(letters: string): string {
  return letters.replaceAll(' ', '');
}

/** Whether the label bears the surname of a person with a degree: `hale-dentist` of `Anna B. Hale, DDS`. */
function bearsSurname(label: string, words: readonly string[]): boolean {
  const whole = words.join(' ').replace(SPELLED_DEGREE, joined).split(' ');
  const names = whole.filter((word) => !DEGREE.test(word));
  const surname = names.at(-1) ?? '';
  if (names.length === whole.length || names.length > MAX_PERSON_WORDS) return false;
  return (
    surname.length >= MIN_PART_LENGTH && (label.startsWith(surname) || label.endsWith(surname))
  );
}

const MAX_PERSON_WORDS = 4;

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
