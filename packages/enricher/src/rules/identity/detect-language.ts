import {
  ONE_WRITTEN,
  OWN_LETTERS,
  SHARED_LETTERS,
  STOP_WORDS,
  TELLING_LETTERS,
} from './language-profiles.ts';

/** What a text's own words say of its language. */
export interface DetectedLanguage {
  /** Primary language subtag, such as `de`. */
  readonly language: string;
  /** How far it is ahead of another language: 1 is level, infinity is alone. */
  readonly leadOver: (other: string) => number;
}

/** More of a text is not read; in characters. */
export const MAX_SAMPLE_LENGTH = 4_000;
const MIN_WORDS = 20;
/** Of the words of running text in a known language, more than this are stop words. */
const MIN_SHARE = 0.08;
/** Below this lead two sister languages cannot be told apart by the text alone. */
const MIN_LEAD = 1.2;
/** What is expected may be so far behind: two sisters use most words alike. */
const MIN_EXPECTED_LEAD = 0.9;
const MIN_EXPECTED_SHARE = 0.04;
/** Turkish has its own ones every twentieth letter, where a name or two in another text have few. */
const MIN_OWN = 8;
/** Of the letters, and how many at least: Russian has its own ones every sixtieth letter. */
const MIN_TELLING_SHARE = 0.01;
const MIN_TELLING = 3;

/**
 * Tells a text's language by its script, its short words or letters of its own; null for too short a text
 * or a tie.
 *
 * @param expected - the language that the site's domain speaks for, which decides a tie
 */
export function detectLanguage(text: string, expected: string | null): DetectedLanguage | null {
  const sample = text.slice(0, MAX_SAMPLE_LENGTH).toLowerCase();
  const group = expected === null ? null : (ONE_WRITTEN[expected] ?? expected);
  const detected =
    byLetters(sample, TELLING_LETTERS, MIN_TELLING) ??
    byStopWords(sample, group) ??
    byLetters(sample, OWN_LETTERS, MIN_OWN) ??
    byLetters(
      sample,
      SHARED_LETTERS.filter(({ language }) => language === group),
      MIN_OWN,
    );
  return detected !== null && expected !== null && detected.language === group
    ? { ...detected, language: expected }
    : detected;
}

/** Beyond the letters of western Europe. */
const OTHER_SCRIPT = /[\u0100-\u024f\u0370-\u1eff\u2e80-\ud7ff]/;

function byLetters(
  sample: string,
  profiles: typeof TELLING_LETTERS,
  minimum: number,
): DetectedLanguage | null {
  if (!OTHER_SCRIPT.test(sample)) return null;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  for (const { language, letters: telling, share = MIN_TELLING_SHARE } of profiles) {
    const found = sample.match(telling)?.length ?? 0;
    if (found >= minimum && found / letters > share) return { language, leadOver: () => Infinity };
  }
  return null;
}

/** A word that several languages use counts for each of them in part. */
const LANGUAGES_OF_WORD: ReadonlyMap<string, readonly string[]> = languagesByWord();

function languagesByWord(): ReadonlyMap<string, readonly string[]> {
  const byWord = new Map<string, Set<string>>();
  for (const [language, words] of Object.entries(STOP_WORDS)) {
    for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(language));
  }
  return new Map([...byWord].map(([word, languages]) => [word, [...languages]]));
}

function byStopWords(sample: string, expected: string | null): DetectedLanguage | null {
  const words = sample.match(/\p{L}+/gu) ?? [];
  if (words.length < MIN_WORDS) return null;
  const points = pointsOf(words);
  const [first, second] = [...points].toSorted((a, b) => b[1] - a[1]);
  if (first === undefined) return null;
  const leadOver =
    (language: string) =>
    (other: string): number =>
      (points.get(language) ?? 0) / (points.get(other) ?? 0);
  if (expected !== null && leadOver(expected)(first[0]) >= MIN_EXPECTED_LEAD) {
    const share = (points.get(expected) ?? 0) / words.length;
    return share < MIN_EXPECTED_SHARE ? null : { language: expected, leadOver: leadOver(expected) };
  }
  const isTie = second !== undefined && first[1] / second[1] < MIN_LEAD;
  if (isTie || first[1] / words.length < MIN_SHARE) return null;
  return { language: first[0], leadOver: leadOver(first[0]) };
}

function pointsOf(words: readonly string[]): ReadonlyMap<string, number> {
  const points = new Map<string, number>();
  for (const word of words) {
    const languages = LANGUAGES_OF_WORD.get(word) ?? [];
    for (const language of languages)
      points.set(language, (points.get(language) ?? 0) + 1 / Math.sqrt(languages.length));
  }
  return points;
}
