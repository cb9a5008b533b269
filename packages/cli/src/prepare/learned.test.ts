import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import { makeWordsFolder, WORDS_CALL, type WordsFolder } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

/** Of the newest run. */
async function manifestOf(folder: WordsFolder): Promise<{ learned?: string[]; identity: string }> {
  const run = (await folder.runs()).at(-1);
  return JSON.parse(await folder.read(`.sluice/runs/${run}/run.json`)) as never;
}

test('what a run learned is frozen in the plan of the next one, and makes nothing run again', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm', 'ash']);
  // The recipe learns the words with an `a`, and notes what it was told.
  await folder.editRecipe(
    'return found({ capitals: word.toUpperCase() });',
    "return { ...found({ capitals: word.toUpperCase() }), meta: word.includes('a') ? { learned: word } : {} };",
  );
  await folder.editRecipe(
    'open: async () => ({',
    "open: async (_, { learned }) => (note('told', [...learned].join('+')), {",
  );
  await folder.enrich(WORDS_CALL);
  expect(await manifestOf(folder)).not.toHaveProperty('learned');
  expect(await folder.newExecutions()).toContain('told ');

  await folder.writeWords(['oak', 'elm', 'ash', 'box', 'yew']);
  const limited = await folder.enrich([...WORDS_CALL, '--limit', '4']);
  expect(limited.exitCode).toBe(0);
  const planned = await manifestOf(folder);
  expect(planned.learned).toEqual(['ash', 'oak']);
  const told = ['look-up box', 'measure box', 'told ash+oak'];
  expect(await folder.newExecutions()).toEqual(told);

  // A run that goes on is told the same, whatever it has learned itself meanwhile.
  const resumed = await folder.enrich(WORDS_CALL);
  expect(resumed.stderr).toContain('resuming run');
  expect(await folder.newExecutions()).toEqual(['look-up yew', 'measure yew', 'told ash+oak']);
  expect(await manifestOf(folder)).toEqual(planned);

  await folder.enrich([...WORDS_CALL, '--fresh']);
  expect(await manifestOf(folder)).not.toHaveProperty('learned');
});
