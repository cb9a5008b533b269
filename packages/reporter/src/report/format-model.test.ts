import { expect, test } from 'vitest';
import { fixtureSummary } from '../testing/fixture-summary.ts';
import { formatModel } from './format-model.ts';

const summary = fixtureSummary('a-model-with-a-long-name');
const model = summary.model!;

test('says what was asked, what it cost and what of it stands', () => {
  const section = formatModel(summary) ?? '';
  expect(section).toContain(
    '400 calls to `a-model-with-a-long-name`: 800,000 tokens read (25 % cached), 100,000 written, **$0.3500**, 500 tokens a second, 1.2 s a call.',
  );
  expect(section).toContain('| saved: the answer was kept from an earlier run | 25 |');
  expect(section).toContain('Of 1,000 values that it gave, 900 stand on the pages; 100 (10 %)');
  expect(section).toContain('⚠️ 7 pages with words meant for a language model');
});

test('without a price it counts tokens, and without a model it says nothing', () => {
  const unpriced = formatModel({ ...summary, model: { ...model, costUsd: null } });
  expect(unpriced).toContain('100,000 written, cost unknown,');
  expect(formatModel({ ...summary, model: null })).toBeNull();
  const saved = formatModel({ ...summary, model: { ...model, calls: 0, models: [] } });
  expect(saved).toContain('No call was made in this run.');
});
