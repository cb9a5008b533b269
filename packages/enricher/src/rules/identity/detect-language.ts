import { STOP_WORDS, TELLING_LETTERS } from './language-profiles.ts';

/** What a text's own words say of its language. */
export interface DetectedLanguage {
  /** Primary language subtag, such as `de`. */
  readonly language: string;
  /** How far ahead of the next language: 1 is level, infinity is alone. */
  readonly lead: number;
}

/** More of a text is not read; in characters. */
export const MAX_SAMPLE_LENGTH = 4_000;
const MIN_WORDS = 20;
/** Of the words of running text in a known language, more than this are stop words. */
const MIN_SHARE = 0.08;
/** Below this lead two sister languages cannot be told apart. */
const MIN_LEAD = 1.2;
/** Of the letters, and how many at least: Russian has its own ones every sixtieth letter. */
const MIN_TELLING_SHARE = 0.01;
const MIN_TELLING = 3;

/** Tells a text's language by its script or its short words; null for too short a text or a tie. */
export function detectLanguage(text: string): DetectedLanguage | null {
  const sample = text.slice(0, MAX_SAMPLE_LENGTH).toLowerCase();
  return byLetters(sample) ?? byStopWords(sample);
}

const OTHER_SCRIPT = /[\u0370-\u1eff\u2e80-\ud7ff]/;

function byLetters(sample: string): DetectedLanguage | null {
  if (!OTHER_SCRIPT.test(sample)) return null;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  for (const { language, letters: telling } of TELLING_LETTERS) {
    const found = sample.match(telling)?.length ?? 0;
    if (found >= MIN_TELLING && found / letters > MIN_TELLING_SHARE)
      return { language, lead: Infinity };
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

function byStopWords(sample: string): DetectedLanguage | null {
  const words = sample.match(/\p{L}+/gu) ?? [];
  if (words.length < MIN_WORDS) return null;
  const points = new Map<string, number>();
  for (const word of words) {
    const languages = LANGUAGES_OF_WORD.get(word) ?? [];
    for (const language of languages)
      points.set(language, (points.get(language) ?? 0) + 1 / Math.sqrt(languages.length));
  }
  const [first, second] = [...points].toSorted((a, b) => b[1] - a[1]);
  if (first === undefined || first[1] / words.length < MIN_SHARE) return null;
  const lead = second === undefined ? Infinity : first[1] / second[1];
  return lead < MIN_LEAD ? null : { language: first[0], lead };
}
