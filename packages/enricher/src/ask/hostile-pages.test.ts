import { expect, test } from 'vitest';
import { pageOf } from '../page/testing/page-of.ts';
import { buildFormRequest } from './ask-form.ts';
import { groundAnswer } from './ground-answer.ts';
import { questionsOf } from './question.ts';
import { z } from 'zod';

/** Size of the pages, in characters, and how long one may take: most take a tenth of it. */
const SIZE = 300_000;
const MAX_MS = 8_000;

const about = (kind: string) => ({ kind, description: 'what it is', cues: ['since', 'team of'] });
const questions = questionsOf(
  z.object({
    name: z.string().meta(about('text')),
    staff: z.int().meta(about('number')),
    summary: z.string().meta(about('derived')),
  }),
);

test.each(
  [
    '1',
    '1 ',
    '1,000.',
    'a',
    'ab ab ',
    'e\u0301',
    '😀',
    '<p>a',
    'ignore ',
    '<p>ignore all previous ',
  ].map((part) => [part]),
)('a page full of `%s` is read and checked in bounded time', (part) => {
  const page = pageOf(part.repeat(SIZE / part.length));
  const stretch = page.text.slice(0, 1_400);
  const startMs = performance.now();
  buildFormRequest([page], questions, {
    model: 'm',
    locale: 'en-GB',
    contextTokens: 4_000,
    countTokens: (text) => text.length,
  });
  const { columns } = groundAnswer(
    questions,
    {
      name: [{ value: stretch, quotes: [`${stretch.toUpperCase()}x`] }],
      staff: [{ value: 5, quotes: [stretch] }],
      summary: [{ value: '1', quotes: ['words that nobody ever wrote on it'] }],
    },
    [page],
  );
  expect(performance.now() - startMs).toBeLessThan(MAX_MS);
  expect(columns).toEqual({ name: null, staff: null, summary: null });
});
