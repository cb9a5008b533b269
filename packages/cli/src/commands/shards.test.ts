import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS } from '../testing/enrich.ts';
import {
  executionsOf,
  makeWordsFolder,
  plainWords,
  WORDS_CALL,
} from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

const WORDS = plainWords(40);
const IN_A = ['--state', 'a', '--out', 'out-a'] as const;
const IN_B = ['--state', 'b', '--out', 'out-b'] as const;
const IN_C = ['--state', 'c', '--out', 'out-c'] as const;

test('shards on their own, workers and a single process give the same results', async () => {
  await using folder = await makeWordsFolder([...WORDS, 'fail-1', '', 'word-1']);
  await folder.enrich([...WORDS_CALL, ...IN_A]);
  const results = await folder.read('out-a/results.csv');
  expect(results.trim().split('\n')).toHaveLength(44);
  const executions = await folder.newExecutions();

  const workers = await folder.enrich([...WORDS_CALL, ...IN_B, '--workers', '2']);
  expect(workers.exitCode).toBe(0);
  expect(workers.stderr).toMatch(/: 43 rows in 8 shards$/m);
  expect(await folder.read('out-b/results.csv')).toBe(results);
  expect(await folder.newExecutions()).toEqual(executions);

  const one = await folder.enrich([...WORDS_CALL, ...IN_C, '--shard', '1/2', '--max-pages', '2']);
  expect(one.exitCode).toBe(0);
  expect(one.stderr).toMatch(
    /^shard 1\/2 of run \S+: \d+ records done; `pnpm enrich merge \S+` puts/m,
  );
  expect(folder.has('out-c')).toBe(false);

  const early = await folder.enrich(['merge', ...IN_C]);
  expect(early.exitCode).toBe(3);
  expect(early.stderr).toMatch(/^shard 2 of 2 is missing \(\d+ rows\)$/m);
  const [run] = await folder.list('c/runs');
  const [, goOn = ''] = /^to go on: pnpm enrich (.*)$/m.exec(early.stderr) ?? [];
  expect(goOn).toBe(
    `words.csv --run ${run} --recipe ./words-recipe.ts --state c --max-pages 2 --shard 2/2`,
  );
  expect(await folder.read('reports/words-words/README.md')).toContain(`pnpm enrich ${goOn}`);

  const two = await folder.enrich(goOn.split(' '));
  expect(two.exitCode).toBe(0);
  const merged = await folder.enrich(['merge', ...IN_C]);
  expect(merged.exitCode).toBe(0);
  expect(merged.stderr).not.toContain('is missing');
  expect(await folder.list('c/runs')).toEqual([run]);
  expect(await folder.read('out-c/results.csv')).toBe(results);
  expect(await folder.newExecutions()).toEqual(executions);
});

test('the number of workers may change between a stop and its resume', async () => {
  await using folder = await makeWordsFolder(WORDS);
  await folder.enrich([...WORDS_CALL, '--shards', '3', '--limit', '15']);
  expect(await folder.newExecutions()).toEqual(executionsOf(WORDS.slice(0, 15)));
  const resumed = await folder.enrich([...WORDS_CALL, '--workers', '2']);
  expect(resumed.stderr).toContain(': 15 of 40 done, 25 to go\n');
  expect(resumed.exitCode).toBe(0);
  expect(await folder.newExecutions()).toEqual(executionsOf(WORDS.slice(15)));
});
