import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import {
  executionsOf,
  makeWordsFolder,
  plainWords,
  WORDS_CALL,
  type WordsFolder,
} from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

/** Its sheets are `Companies`, with the column `Website`, and `More`, with the column `name`. */
const WORKBOOK = new URL(
  '../../../core/src/dataset/fixtures/excel/two-sheets.xlsx',
  import.meta.url,
);
const RESULTS = 'data/enriched/words-words/results.csv';

/** Columns `word`, `capitals` and `_status` of the results, a line a row. */
async function resultsOf(folder: WordsFolder): Promise<string[]> {
  const [header = '', ...lines] = (await folder.read(RESULTS)).trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const shown = ['word', 'capitals', '_status'].map((name) => cells[columns.indexOf(name)]);
    return shown.join(' ');
  });
}

test('the same command continues what was left, and says what it found', async () => {
  const words = plainWords(1_000);
  await using folder = await makeWordsFolder(words);

  const first = await folder.enrich([...WORDS_CALL, '--limit', '500']);
  expect(first.exitCode).toBe(0);
  expect(first.stderr).toMatch(/^run \S+: 1,000 rows in 1 shard$/m);
  expect(first.stderr).toMatch(/^1,000 rows: 500 complete, 500 pending, in /m);
  expect(await folder.newExecutions()).toEqual(executionsOf(words.slice(0, 500)));
  const [base] = await folder.runs();
  expect(await folder.read('reports/words-words/README.md')).toContain(
    `# Do the rest of the rows\n${['pnpm enrich', ...WORDS_CALL].join(' ')}\n`,
  );

  // Shards are fixed at a run's start: another number of them makes a run of its own.
  const sharded = await folder.enrich([...WORDS_CALL, '--limit', '750', '--shards', '3']);
  expect(sharded.exitCode).toBe(0);
  expect(sharded.stderr).toMatch(new RegExp(`: 1,000 rows in 3 shards, based on ${base}$`, 'm'));
  expect(await folder.newExecutions()).toEqual(executionsOf(words.slice(500, 750)));
  const runId = (await folder.runs()).at(-1);

  const last = await folder.enrich(WORDS_CALL);
  expect(last.exitCode).toBe(0);
  expect(last.stderr).toContain(`resuming run ${runId}: 750 of 1,000 done, 250 to go\n`);
  expect(last.stderr).toMatch(/^1,000 rows: 1,000 complete, in /m);
  expect(await folder.newExecutions()).toEqual(executionsOf(words.slice(750)));
  expect((await folder.runs()).at(-1)).toBe(runId);
  expect(await resultsOf(folder)).toEqual(
    words.map((word) => `${word} ${word.toUpperCase()} complete`),
  );
});

test('a new run is based on the last one and does only what has changed', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm', 'ash', '', 'fail-1', 'oak']);
  const first = await folder.enrich(WORDS_CALL);
  expect(first.exitCode).toBe(0);
  expect(first.stderr).toMatch(/^6 rows: 4 complete, 1 skipped, 1 failed, in /m);
  const done = [...executionsOf(['ash', 'elm', 'oak']), 'look-up fail-1'];
  expect(await folder.newExecutions()).toEqual(done.toSorted());
  const [base] = await folder.runs();
  const results = await resultsOf(folder);

  // Another column changes in all rows, which no stage reads.
  await folder.writeWords(['oak', 'elm', 'ash', '', 'fail-1', 'oak'], 'seen');
  const same = await folder.enrich([...WORDS_CALL, '--shards', '2']);
  expect(same.stderr).toMatch(new RegExp(`: 6 rows in 2 shards, based on ${base}$`, 'm'));
  expect(await folder.newExecutions()).toEqual([]);
  expect(await resultsOf(folder)).toEqual(results);

  // A row is changed, one removed, one added.
  await folder.writeWords(['oak', 'alder', '', 'fail-1', 'oak', 'fir']);
  await folder.enrich(WORDS_CALL);
  expect(await folder.newExecutions()).toEqual(executionsOf(['alder', 'fir']));
  expect(await resultsOf(folder)).toEqual([
    'oak OAK complete',
    'alder ALDER complete',
    '  skipped',
    'fail-1  failed',
    'oak OAK complete',
    'fir FIR complete',
  ]);

  // One stage gives something else now; the one before it does not.
  await folder.editRecipe("name: 'measure',\n  version: 1", "name: 'measure',\n  version: 2");
  const raised = await folder.enrich(WORDS_CALL);
  expect(raised.stderr).not.toContain('note:');
  expect(await folder.newExecutions()).toEqual(
    ['alder', 'fir', 'oak'].map((word) => `measure ${word}`),
  );

  const fresh = await folder.enrich([...WORDS_CALL, '--fresh']);
  expect(fresh.stderr).toMatch(/^run \S+: 6 rows in 1 shard$/m);
  const all = [...executionsOf(['alder', 'fir', 'oak']), 'look-up fail-1'];
  expect(await folder.newExecutions()).toEqual(all.toSorted());
});

test('--retry-failed does again what failed, and nothing else', async () => {
  await using folder = await makeWordsFolder(['oak', 'fail-1', 'elm', 'fail-2']);
  await folder.enrich(WORDS_CALL);
  await folder.newExecutions();
  await folder.write('repaired', '');

  const retried = await folder.enrich([...WORDS_CALL, '--retry-failed']);
  expect(retried.stderr).toMatch(/^4 rows: 4 complete, in /m);
  expect(await folder.newExecutions()).toEqual(executionsOf(['fail-1', 'fail-2']));
});

test('a recipe that changed while no version did is said so', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm']);
  await folder.enrich([...WORDS_CALL, '--limit', '1']);
  await folder.editRecipe('toUpperCase()', 'toLowerCase()');
  const note = /note: `\S+words-recipe\.ts` changed since run \S+ began.* Raise a stage.s version/;

  expect((await folder.enrich(WORDS_CALL)).stderr).toMatch(note);
  expect(await resultsOf(folder)).toEqual(['oak OAK complete', 'elm elm complete']);
  const based = await folder.enrich(WORDS_CALL);
  expect(based.stderr).toMatch(note);
  expect(await folder.newExecutions()).toEqual(executionsOf(['oak', 'elm']));
});

test('two datasets of the same base name need a name of their own', async () => {
  await using folder = await makeWordsFolder(['oak']);
  await folder.enrich(WORDS_CALL);
  await folder.write('other/words.csv', 'id,word\n1,elm\n');
  const other = ['other/words.csv', ...WORDS_CALL.slice(1)];

  const refused = await folder.enrich(other);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('the name `words` belongs to `');
  expect(refused.stderr).toContain(' another one with --name');
  expect(await folder.runs()).toHaveLength(1);

  const named = await folder.enrich([...other, '--name', 'others']);
  expect(named.exitCode).toBe(0);
  expect(await folder.list('data/enriched')).toEqual(['others-words', 'words-words']);
  expect(await folder.newExecutions()).toEqual(executionsOf(['elm', 'oak']));
});

test('two sheets of a workbook are two datasets', async () => {
  await using folder = await makeWordsFolder([]);
  await folder.write('book.xlsx', await readFile(WORKBOOK));
  const recipe = WORDS_CALL.slice(1);
  const companies = ['book.xlsx#Companies', ...recipe, '--map', 'word=Website'];
  expect((await folder.enrich([...companies, '--limit', '1'])).exitCode).toBe(0);
  const [run = ''] = await folder.runs();

  const more = ['book.xlsx#More', ...recipe, '--map', 'word=name'];
  const refused = await folder.enrich(more);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/the name `book` belongs to `\S+book\.xlsx#Companies` .* --name/);
  const mixed = await folder.enrich(['book.xlsx#More', ...recipe, '--run', run]);
  expect(mixed.exitCode).toBe(2);
  expect(mixed.stderr).toContain(`run \`${run}\` was planned with another dataset`);
  expect(await folder.newExecutions()).toEqual(executionsOf(['https://acme.example/']));
});
