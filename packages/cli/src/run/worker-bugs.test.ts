import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import { makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

test('a bug that holds what cannot cross to another process is told all the same', async () => {
  await using folder = await makeWordsFolder(['bug-1', 'oak', 'elm', 'ash', 'fir', 'yew']);
  await folder.editRecipe(
    'throw new TypeError(`\\`${word}\\` was not expected`)',
    'throw Object.assign(new TypeError(`\\`${word}\\` was not expected`, { cause: () => 1 }), { f() {} })',
  );
  const run = await folder.enrich([...WORDS_CALL, '--shards', '2', '--workers', '2']);
  expect(run.exitCode).toBe(70);
  expect(run.stderr).toContain('TypeError: `bug-1` was not expected');
  expect(run.stderr).toContain('words-recipe.ts');
  expect(run.stderr).toMatch(/^6 rows: 5 complete, 1 pending/m);
  const [runId] = await folder.runs();
  expect(await folder.read(`.sluice/runs/${runId}/run.log`)).toContain('was not expected');
});
