import { readFile } from 'node:fs/promises';
import { makeEnrichFolder, type EnrichFolder } from './enrich.ts';

/** A folder to call `pnpm enrich` from, with a recipe that needs no web and counts what it does. */
export interface WordsFolder extends EnrichFolder {
  /** Writes `words.csv` with the columns `id`, `word`, `note`; the id is a word's place, from 1. */
  writeWords(words: readonly string[], note?: string): Promise<void>;
  /** Changes the recipe's text. */
  editRecipe(from: string, to: string): Promise<void>;
  /** What stages ran since this was last asked, such as `look-up oak`, sorted. */
  newExecutions(): Promise<string[]>;
}

/** The words of a call that enriches `words.csv`. */
export const WORDS_CALL = ['words.csv', '--recipe', './words-recipe.ts'] as const;

const RECIPE = new URL('./words-recipe.ts', import.meta.url);

export async function makeWordsFolder(words: readonly string[]): Promise<WordsFolder> {
  const folder = await makeEnrichFolder();
  await folder.write('words-recipe.ts', await readFile(RECIPE, 'utf8'));
  let seen = 0;
  const writeWords = (list: readonly string[], note = '') =>
    folder.write('words.csv', wordsCsv(list, note));
  await writeWords(words);
  return {
    ...folder,
    writeWords,
    async editRecipe(from, to) {
      const text = await folder.read('words-recipe.ts');
      if (!text.includes(from)) throw new Error(`the recipe has no \`${from}\``);
      await folder.write('words-recipe.ts', text.replace(from, to));
    },
    async newExecutions() {
      const text = folder.has('executions.txt') ? await folder.read('executions.txt') : '';
      const lines = text.split('\n').slice(0, -1);
      const added = lines.slice(seen);
      seen = lines.length;
      return added.sort();
    },
  };
}

function wordsCsv(words: readonly string[], note: string): string {
  const lines = words.map((word, row) => `${row + 1},${word},${note}`);
  return `id,word,note\n${lines.join('\n')}\n`;
}

/** Words that differ: `word-1`, `word-2`, … */
export function plainWords(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `word-${n + 1}`);
}

/** Every stage of these words, as `newExecutions` tells them. */
export function executionsOf(words: readonly string[]): string[] {
  return words.flatMap((word) => [`look-up ${word}`, `measure ${word}`]).sort();
}
