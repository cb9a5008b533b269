import { expect, test } from 'vitest';
import { companyRecipe } from './company-recipe.ts';
import { companyOptionsSchema } from './company-options.ts';

const optionsOf = (given: object) => companyOptionsSchema.parse(given);

/** The columns that nobody is asked for under these options. */
function unasked(given: object): string[] {
  const columns = companyRecipe.columnsFor?.(optionsOf(given)) ?? [];
  expect(columns.map(({ name }) => name)).toEqual(companyRecipe.columns.map(({ name }) => name));
  return columns.filter((column) => column.unasked !== undefined).map(({ name }) => name);
}

const ofModel =
  'industry products founded_year headquarters employees audience summary website_found';

test.each<[string, object, string]>([
  ['nothing', {}, ofModel],
  ['a search', { searchUrl: 'http://localhost:8080' }, ofModel.replace(' website_found', '')],
  ['a search with an archive', { searchUrl: 'http://localhost:8080', replay: '/a' }, ofModel],
  ['a model', { model: 'gpt-5-mini' }, ''],
])('with %s, the columns that nobody is asked for are known', (_, given, columns) => {
  expect(unasked(given).join(' ')).toBe(columns);
});

test('a run without a model has no stage for one, and an estimate looks at no site that nobody has named', () => {
  const stagesOf = (given: object) =>
    companyRecipe.stages(optionsOf(given)).map(({ name }) => name);
  const byRules = ['crawl', 'rules', 'images'];
  const model = 'gpt-5-mini';
  const searchUrl = 'http://localhost:8080';
  expect(stagesOf({})).toEqual(byRules);
  expect(stagesOf({ searchUrl })).toEqual(['candidates', 'website', ...byRules]);
  const asked = ['candidates', 'website', ...byRules, 'model', 'grounding'];
  expect(stagesOf({ model })).toEqual(asked);
  expect(stagesOf({ model, estimatesOnly: true })).toEqual(
    asked.filter((name) => name !== 'website'),
  );
  expect(stagesOf({ searchUrl, estimatesOnly: true })).toEqual(['candidates']);
});

test('the report says where the price of a model comes from, or that there is none', () => {
  const remarks = (given: object) => companyRecipe.remarks?.(optionsOf(given));
  const own = { input: 1, output: 2 };
  expect(remarks({})).toEqual([]);
  expect(remarks({ model: 'gpt-5-mini-2025-08-07' })).toEqual([
    expect.stringMatching(
      /^Costs are at the list price of gpt-5-mini-2025-08-07 of \d{4}-\d{2} \(/,
    ),
  ]);
  expect(remarks({ model: 'gpt-5-mini', modelPrices: { 'gpt-5-mini': own } })).toEqual([]);
  expect(remarks({ model: 'qwen3:8b' })).toEqual([
    expect.stringMatching(
      /^No price is known for the model qwen3:8b, so the report counts its tokens/,
    ),
  ]);
});
