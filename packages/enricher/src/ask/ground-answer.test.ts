import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { verifyEvidence } from '../evidence/verify-evidence.ts';
import { parsePage } from '../page/parse-page.ts';
import { groundAnswer } from './ground-answer.ts';
import { questionsOf } from './question.ts';

const charset = 'utf-8';
const about = (kind: string) => ({ kind, description: 'what it is' });
const questions = questionsOf(
  z.object({
    name: z.string().meta(about('text')),
    year: z.int().meta(about('year')),
    goods: z.array(z.string()).meta(about('text')),
    summary: z.string().meta(about('derived')),
  }),
);

/** A page of lines, as it would come off the web. */
function pageOfLines(lines: readonly string[], at: number) {
  const body = Buffer.from(lines.map((line) => `<p>${line}</p>`).join('\n'));
  const sha256 = createHash('sha256').update(body).digest('hex');
  const url = `https://a.example/${at}`;
  return { body, ...parsePage({ url, html: body.toString(), sha256, charset, role: 'about' }) };
}

// Words of pages have none of the letters q, x and z; invented ones have all three.
const letters = fc.constantFrom(...'abcdefghijklmnoprstuvwyäé'.split(''));
const word = fc.array(letters, { minLength: 3, maxLength: 9 }).map((parts) => parts.join(''));
const invented = word.map((text) => `qx${text}z`);
const line = fc.array(word, { minLength: 6, maxLength: 14 });
const lines = fc.array(line, { minLength: 2, maxLength: 6 });
const site = fc.array(lines, { minLength: 2, maxLength: 3 });
const part = fc.nat(1_000);

/** The ways in which an answer's quote relates to the pages. */
const ways = ['true', 'respelt', 'paraphrased', 'invented', 'shifted', 'cross-page'] as const;

const cases = fc.record({
  site,
  way: fc.constantFrom(...ways),
  page: part,
  line: part,
  from: part,
  length: fc.integer({ min: 3, max: 5 }),
  extra: invented,
});

type Case = typeof cases extends fc.Arbitrary<infer Of> ? Of : never;

/** The words of the quote, and the one among them that is the value. */
function quoteFor({ site: pages, way, page, line: at, from, length, extra }: Case): {
  quote: string;
  value: string;
} {
  const chosen = pages[page % pages.length]!;
  const words = chosen[at % chosen.length]!;
  const start = from % (words.length - length);
  const taken = words.slice(start, start + length);
  const value = taken[1]!;
  switch (way) {
    case 'true':
      return { quote: taken.join(' '), value };
    case 'respelt':
      return { quote: `“${taken.map((text) => text.toUpperCase()).join(' — ')}”!`, value };
    case 'paraphrased':
      return { quote: [taken[0], extra, ...taken.slice(1)].join(' '), value };
    case 'invented':
      return { quote: `${extra} ${extra}`, value: extra };
    case 'shifted':
      return { quote: [...taken.slice(1), taken[0], extra].join(' '), value };
    case 'cross-page': {
      const last = pages[0]!.at(-1)!.slice(-2);
      const first = pages[1]![0]!.slice(0, 2);
      return { quote: [...last, ...first].join(' '), value: first[0]! };
    }
    default:
      return way satisfies never;
  }
}

/** Whether the words stand in one line of one page, found the slow way. */
function stands(pages: Case['site'], quote: string): boolean {
  const words = quote
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return pages.some((page) => {
    const all = page.flat();
    return all.some((_, at) => words.every((each, index) => all[at + index] === each));
  });
}

test('no invented value passes, every verbatim one does', () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(cases, (given) => {
      const pages = given.site.map((page, at) =>
        pageOfLines(
          page.map((each) => each.join(' ')),
          at,
        ),
      );
      const { quote, value } = quoteFor(given);
      const answer = {
        name: [{ value, quotes: [quote] }],
        summary: [{ value: 'It is.', quotes: [quote] }],
      };
      const { columns, evidence, grounded, ungrounded } = groundAnswer(questions, answer, pages);
      const passes = stands(given.site, quote);
      expect(columns['name']).toBe(passes ? value : null);
      expect(columns['summary']).toBe(passes ? 'It is.' : null);
      expect([grounded, ungrounded.notQuoted]).toEqual(passes ? [2, 0] : [0, 2]);
      for (const each of evidence) {
        const page = pages.find(({ source }) => source.url === each.url)!;
        expect(verifyEvidence(each, { body: page.body, charset })).toEqual({ ok: true });
      }
      expect(evidence).toHaveLength(passes ? 2 : 0);
      seen[`${given.way} ${passes}`] = (seen[`${given.way} ${passes}`] ?? 0) + 1;
    }),
    { numRuns: 1_000 },
  );
  expect(seen).not.toHaveProperty(['true false']);
  expect(seen).not.toHaveProperty(['respelt false']);
  // Two pages may say the same by chance; an invented word is on none.
  for (const way of ['paraphrased', 'invented', 'shifted']) {
    expect(seen).not.toHaveProperty([`${way} true`]);
  }
  for (const way of ways) {
    expect((seen[`${way} true`] ?? 0) + (seen[`${way} false`] ?? 0)).toBeGreaterThan(50);
  }
});

const page = pageOfLines(
  [
    'Harwich Boats has built dinghies and oars since 1952.',
    'A team of nine builds for rowing clubs.',
  ],
  0,
);

test('each value has the quotes it rests on, and a list has its places', () => {
  const { columns, evidence } = groundAnswer(
    questions,
    {
      year: [{ value: 1952, quotes: ['oars since 1952'] }],
      goods: [
        { value: 'dinghies', quotes: ['built dinghies'] },
        { value: 'Dinghies', quotes: ['dinghies and oars'] },
        { value: 'yachts', quotes: ['dinghies and oars'] },
        { value: 'oars', quotes: ['dinghies and oars'] },
      ],
      summary: [
        {
          value: 'A boat builder for clubs.',
          quotes: ['Harwich Boats has built dinghies', 'builds for rowing clubs'],
        },
      ],
    },
    [page],
  );
  expect(columns).toEqual({
    name: null,
    year: 1952,
    goods: ['dinghies', 'oars'],
    summary: 'A boat builder for clubs.',
  });
  expect(
    evidence.map(({ column, index, quote, method }) => [column, index, quote, method]),
  ).toEqual([
    ['year', null, 'oars since 1952', 'model_quote'],
    ['goods', 0, 'built dinghies', 'model_quote'],
    ['goods', 1, 'dinghies and oars', 'model_quote'],
    ['summary', null, 'Harwich Boats has built dinghies', 'model_derived'],
    ['summary', null, 'builds for rowing clubs', 'model_derived'],
  ]);
});

test('what is dropped is counted by why', () => {
  const { columns, ungrounded, grounded } = groundAnswer(
    questions,
    {
      name: [{ value: 'Harwich Boats', quotes: ['the name is Harwich Boats'] }],
      year: [{ value: 1953, quotes: ['oars since 1952'] }],
      summary: [{ value: 'Boats.', quotes: ['Harwich Boats has built', 'which nobody wrote'] }],
    },
    [page],
  );
  expect(columns).toEqual({ name: null, year: null, goods: null, summary: null });
  expect({ grounded, ungrounded }).toEqual({
    grounded: 0,
    ungrounded: { notQuoted: 2, notBorneOut: 1 },
  });
});
