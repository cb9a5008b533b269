import { randomBytes } from 'node:crypto';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { COMMANDS_TIMEOUT_MS, type EnrichFolder } from '../testing/enrich.ts';
import { makeWordsFolder, WORDS_CALL } from '../testing/make-words-folder.ts';

vi.setConfig({ testTimeout: COMMANDS_TIMEOUT_MS });

/** Everything below the folder, by relative path. */
async function everything(folder: EnrichFolder): Promise<string[]> {
  return (await readdir(folder.path, { recursive: true })).sort();
}

interface Refusal {
  readonly content?: string | Uint8Array;
  /** Instead of those that name the dataset and the recipe. */
  readonly args?: readonly string[];
  /** The thing that is wrong, and what to do about it. */
  readonly says: readonly string[];
}

const DATASETS: Readonly<Record<string, Refusal>> = {
  'a missing dataset': {
    args: ['gone.csv'],
    says: ['The dataset `', 'gone.csv` does not exist. Check the path.'],
  },
  'a folder': { args: ['.'], says: ['` is a folder. Name a file in it.'] },
  'an empty file': {
    content: '',
    says: ['words.csv` is empty. Give a file with a header and rows.'],
  },
  'a header only': {
    content: 'id,word\n',
    says: ['words.csv` has a header but no rows. Add at least one.'],
  },
  'no header': {
    content: '1,https://acme.example/\n2,https://other.example/\n',
    says: ['words.csv` has no header: its first line holds `https://acme.example/`'],
  },
  'two columns of one name': {
    content: 'word,note,Word\na,b,c\n',
    says: ['Columns 1 and 3 of `', '` are both named `'],
  },
  'ragged rows': {
    content: 'id,word\n1,oak\n2\n',
    says: ['words.csv` has 2 columns in its header, but row 2 (line 3) has 1 cell'],
  },
  'a cell of 50 MB': {
    content: `id,word\n1,oak\n2,"${'x'.repeat(50 * 1024 * 1024)}"\n`,
    says: ['A cell in row 2 (line 3) is larger than `1048576` bytes', 'raise `--max-cell`'],
  },
  'bytes that are no text': {
    content: Buffer.concat([Buffer.from([0, 1, 2, 0xff]), randomBytes(20_000)]),
    says: ['words.csv` is not text, nor another format that can be read'],
  },
  'a key that is no column': {
    args: ['--key', 'number'],
    says: ['has no column `number` for `--key`. It has `id`, `word`, `note`'],
  },
  'a key that repeats': {
    content: 'id,word\n1,oak\n1,elm\n',
    args: ['--key', 'id'],
    says: ['`id`', '--key'],
  },
  'a column that is missing': {
    content: 'id,name\n1,oak\n',
    says: ['no column for `word`, which the recipe needs', 'with `--map word=<column>`'],
  },
  'an archive that is missing': {
    args: ['--replay', 'gone.warc.gz'],
    says: ['Cannot read the archive `', 'gone.warc.gz`'],
  },
  'an archive that is none': {
    args: ['--replay', 'words.csv'],
    says: ['words.csv` is not a WARC file: name one that ends in `.warc.gz`'],
  },
  'a mapped column that is missing': {
    args: ['--map', 'word=label'],
    says: ['The dataset has no column `label` for `word`', '--map word='],
  },
};

test.each(Object.entries(DATASETS))('%s is refused, and nothing is written', async (_, refusal) => {
  await expectRefusal(refusal);
});

const PLACES: Readonly<Record<string, Refusal>> = {
  results: {
    args: ['--out', 'words.csv/results'],
    says: ['error: --out `', 'words.csv` is a file; give another path'],
  },
  reports: {
    args: ['--reports', 'words.csv'],
    says: ['error: --reports `', 'words.csv` is a file; give another path'],
  },
  runs: {
    args: ['--state', 'words.csv/state'],
    says: ['error: --state `', 'words.csv` is a file; give another path'],
  },
};

test.each(Object.entries(PLACES))(
  'a file in the place of the %s is refused',
  async (_, refusal) => {
    await expectRefusal(refusal);
  },
);

const RECIPES: Readonly<Record<string, Refusal>> = {
  'that nobody knows': {
    args: ['words.csv', '--recipe', 'words'],
    says: ['there is no recipe `words`; give the path of one, or one of `company`'],
  },
  'in a file that is missing': {
    args: ['words.csv', '--recipe', './gone.ts'],
    says: ['there is no recipe `', 'gone.ts`; give the path of one'],
  },
  'in a file with a mistake': {
    content: 'export default {',
    args: ['words-recipe.ts', '--recipe', './words.csv'],
    says: ['words.csv` cannot be loaded: '],
  },
  'in a file without one': {
    args: ['words.csv', '--recipe', './no-recipe.ts'],
    says: [
      'no-recipe.ts` has no recipe as its default export: name, ',
      'docs/recipes.md shows one',
    ],
  },
};

test.each(Object.entries(RECIPES))('a recipe %s is refused', async (_, refusal) => {
  await expectRefusal(refusal);
});

async function expectRefusal({ content, args = [], says }: Refusal): Promise<void> {
  await using folder = await makeWordsFolder(['oak']);
  if (content !== undefined) await folder.write('words.csv', content);
  await folder.write('no-recipe.ts', 'export const recipe = {};');
  const before = await everything(folder);
  const namesDataset = args.length > 0 && !args[0]!.startsWith('--');
  const namesRecipe = args.includes('--recipe');
  const call = [
    ...(namesDataset ? [] : ['words.csv']),
    ...(namesRecipe ? [] : WORDS_CALL.slice(1)),
    ...args,
  ];
  const refused = await folder.enrich(call);
  expect(refused.exitCode).toBe(2);
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toMatch(/^error: .+\n$/);
  for (const part of says) expect(refused.stderr).toContain(part);
  expect(await everything(folder)).toEqual(before);
}

test('a run folder of a newer version, or a damaged one, is refused by name', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm']);
  await folder.enrich([...WORDS_CALL, '--limit', '1']);
  await folder.newExecutions();
  const before = await everything(folder);
  const [run] = await folder.runs();
  const file = `.sluice/runs/${run}/run.json`;
  const manifest = await folder.read(file);
  const damages = [
    [
      manifest.replace('"version": 1', '"version": 99'),
      'has version `99`, this Sluice reads up to 1; update Sluice',
    ],
    [manifest.slice(0, 200), 'is not valid JSON; restore it, or remove its run folder'],
    [manifest.replace('"shards"', '"parts"'), 'is damaged; restore it, or remove its run folder'],
  ] as const;
  for (const [content, message] of damages) {
    await folder.write(file, content);
    const refused = await folder.enrich(WORDS_CALL);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`${file}\` ${message}`);
    expect(await everything(folder)).toEqual(before);
    expect(await folder.read(file)).toBe(content);
  }
  await folder.write(file, manifest);
  const rows = join(folder.path, `.sluice/runs/${run}/rows.parquet`);
  await rename(rows, `${rows}.aside`);
  const refused = await folder.enrich(WORDS_CALL);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(`${rows}\`; restore the file, or start over with \`--fresh\``);
  await rename(`${rows}.aside`, rows);
  expect((await folder.enrich(WORDS_CALL)).stderr).toContain(': 1 of 2 done, 1 to go\n');
  expect(await folder.newExecutions()).toEqual(['look-up elm', 'measure elm']);
});

test('a run is not continued with something else than it was planned with', async () => {
  await using folder = await makeWordsFolder(['oak', 'elm']);
  await folder.enrich(['plan', ...WORDS_CALL]);
  const [run = ''] = await folder.runs();
  const shards = await folder.enrich([...WORDS_CALL, '--run', run, '--shard', '2/3']);
  expect(shards.exitCode).toBe(2);
  expect(shards.stderr).toContain(`error: run \`${run}\` has 1 shard, not \`3\``);

  await folder.writeWords(['oak', 'ash']);
  const refused = await folder.enrich([...WORDS_CALL, '--run', run]);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(`error: run \`${run}\` was planned with another dataset`);
  expect(await folder.newExecutions()).toEqual([]);
});
