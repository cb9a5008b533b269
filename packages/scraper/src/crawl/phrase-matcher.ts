import { foldWords } from './fold-words.ts';

/** A phrase found in a list of words. */
interface PhraseMatch<Label> {
  readonly label: Label;
  /** True when nothing else is said. */
  readonly isWhole: boolean;
}

export interface PhraseMatcher<Label> {
  /** Finds every label of which a phrase occurs in `words` (folded), whole matches before partial ones. */
  match(words: readonly string[]): readonly PhraseMatch<Label>[];
}

interface Phrase<Label> {
  readonly label: Label;
  readonly words: readonly string[];
  /** The last word need only begin so (`contact*`). */
  readonly isPrefix: boolean;
  /** Counts only when it is said first (`^about`). */
  readonly mustBeFirst: boolean;
  /** Counts only when nothing else is said (`=legal`). */
  readonly mustBeWhole: boolean;
}

/** Phrases are looked up by this many letters of their first word. */
const keyLength = 4;

/**
 * Builds a matcher from phrases separated by commas or line ends. One look-up per word keeps a page of
 * hundreds of links cheap, whatever the number of phrases.
 */
export function createPhraseMatcher<Label extends string>(
  phrases: Readonly<Record<Label, string>>,
): PhraseMatcher<Label> {
  const byKey = new Map<string, Phrase<Label>[]>();
  for (const label of Object.keys(phrases) as Label[]) {
    for (const phrase of parsePhrases(label, phrases[label])) {
      const key = phrase.words[0]!.slice(0, keyLength);
      byKey.set(key, [...(byKey.get(key) ?? []), phrase]);
    }
  }
  return { match: (words) => matchWords(byKey, words) };
}

function parsePhrases<Label>(label: Label, list: string): Phrase<Label>[] {
  return list
    .split(/[,\n]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .flatMap((text) => {
      const words = foldWords(text);
      const flags = {
        label,
        isPrefix: text.endsWith('*'),
        mustBeFirst: text.startsWith('^'),
        mustBeWhole: text.startsWith('='),
      };
      const joined = { ...flags, words: [words.join('')] };
      return words.length > 1 ? [{ ...flags, words }, joined] : [{ ...flags, words }];
    });
}

function matchWords<Label>(
  byKey: ReadonlyMap<string, readonly Phrase<Label>[]>,
  words: readonly string[],
): PhraseMatch<Label>[] {
  let found: Map<Label, boolean> | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const phrases = byKey.get(words[at]!.slice(0, keyLength));
    if (phrases !== undefined) collect(phrases, words, at, (found ??= new Map()));
  }
  if (found === null) return [];
  const matches = [...found].map(([label, isWhole]) => ({ label, isWhole }));
  return matches.sort((a, b) => Number(b.isWhole) - Number(a.isWhole));
}

function collect<Label>(
  phrases: readonly Phrase<Label>[],
  words: readonly string[],
  at: number,
  found: Map<Label, boolean>,
): void {
  for (const phrase of phrases) {
    if (found.get(phrase.label) === true || !standsAt(phrase, words, at)) continue;
    const isWhole = phrase.words.length === words.length;
    if (isWhole || !phrase.mustBeWhole) found.set(phrase.label, isWhole);
  }
}

function standsAt<Label>(phrase: Phrase<Label>, words: readonly string[], at: number): boolean {
  if (phrase.mustBeFirst && at > 0) return false;
  const last = phrase.words.length - 1;
  return phrase.words.every((expected, index) => {
    const word = words[at + index];
    if (word === undefined) return false;
    return phrase.isPrefix && index === last ? word.startsWith(expected) : word === expected;
  });
}
