import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeRun } from '../merge/merge-run.ts';
import {
  createFixtureRun,
  fixtureEvidence,
  type FixtureOptions,
  type FixtureRecord,
  type FixtureRun,
} from '../testing/fixture-run.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { RunChanges } from './run-summary.ts';

const crawled = (
  ordinal: number,
  phone: string | null,
  page = 'same',
  config = 'v1',
  url = 'u',
): FixtureRecord => ({
  ordinal,
  stages: [
    { stage: 'crawl', input: `${url} ${ordinal}` },
    {
      stage: 'rules',
      input: `${page} ${ordinal}`,
      config,
      columns: phone === null ? {} : { phone },
      evidence:
        phone === null
          ? []
          : [fixtureEvidence('phone', phone, `https://c${ordinal}.example/contact`)],
    },
  ],
});

const ids = (...names: string[]) => names.map((id) => ({ id }));

async function compare(before: FixtureOptions, now: FixtureOptions): Promise<RunChanges> {
  const root = await temporaryFolder();
  const base = await createFixtureRun(root, { ...before, runId: '20261121-100000-bbbbbb' });
  await mergeRun(base.folder, base.manifest, { out: join(root, 'before') });
  return (await mergedAgainst(root, now, base))!;
}

async function mergedAgainst(
  root: string,
  options: FixtureOptions,
  baseRun: FixtureRun,
): Promise<RunChanges | null> {
  const run = await createFixtureRun(root, { ...options, basedOn: baseRun.folder.runId });
  const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'now'), baseRun });
  return summary.changes;
}

test('names the cause of each change', async () => {
  const rows = ids('same', 'page', 'recipe', 'both', 'row', 'failed');
  const changes = await compare(
    { rows, records: rows.map((_, ordinal) => crawled(ordinal, '+12025550100')) },
    {
      rows,
      records: [
        crawled(0, '+12025550100'),
        crawled(1, '+12025550101', 'new page'),
        crawled(2, '+12025550102', 'same', 'v2'),
        crawled(3, '+12025550103', 'new page', 'v2'),
        crawled(4, '+12025550104', 'new page', 'v1', 'new address'),
        {
          ordinal: 5,
          status: 'failed',
          reason: 'http_404',
          stages: [{ stage: 'crawl', input: 'u 5', outcome: 'failed' }],
        },
      ],
    },
  );
  expect(
    changes.examples.map(({ key, before, after, cause }) => [key, before, after, cause]),
  ).toEqual([
    ['page', '+12025550100', '+12025550101', 'page'],
    ['recipe', '+12025550100', '+12025550102', 'recipe'],
    ['both', '+12025550100', '+12025550103', 'page_and_recipe'],
    ['row', '+12025550100', '+12025550104', 'row'],
    ['failed', '+12025550100', null, 'failure'],
  ]);
  expect(changes.examples[0]!.url).toBe('https://c1.example/contact');
  expect(changes).toMatchObject({ comparedRows: 6, changedRows: 5, addedRows: 0, removedRows: 0 });
  expect(changes.columns).toEqual([{ column: 'phone', changed: 4, gained: 0, lost: 1 }]);
});

test('finds rows by key, wherever they stand now', async () => {
  const changes = await compare(
    {
      rows: ids('a', 'b', 'gone'),
      records: [0, 1, 2].map((ordinal) => crawled(ordinal, `+1202555010${ordinal}`)),
    },
    {
      rows: ids('new', 'b', 'a'),
      records: [crawled(0, '+12025550109'), crawled(1, '+12025550101'), crawled(2, '+12025550100')],
    },
  );
  expect(changes).toMatchObject({ addedRows: 1, removedRows: 1, comparedRows: 2, changedRows: 0 });
});

test('pairs rows of the same key one to one', async () => {
  const rows = ids('twin', 'twin', 'twin');
  const changes = await compare(
    { rows: rows.slice(0, 2), records: [crawled(0, '+12025550100'), crawled(1, '+12025550101')] },
    {
      rows,
      records: [
        crawled(0, '+12025550100'),
        crawled(1, '+12025550199', 'new page'),
        crawled(2, null),
      ],
    },
  );
  expect(changes).toMatchObject({ addedRows: 1, removedRows: 0, comparedRows: 2, changedRows: 1 });
  expect(changes.examples).toMatchObject([
    { row: 2, before: '+12025550101', after: '+12025550199' },
  ]);
});

test('leaves out rows that are not finished in both', async () => {
  const rows = ids('a', 'b');
  const changes = await compare(
    { rows, records: [crawled(0, '+12025550100')] },
    { rows, records: [crawled(1, '+12025550101')] },
  );
  expect(changes).toMatchObject({ comparedRows: 0, changedRows: 0, addedRows: 0, removedRows: 0 });
});

test('names columns that only one recipe has, and a stage that is new as a change of the recipe', async () => {
  const rows = ids('a');
  const phone = { name: 'phone', type: 'text' as const, description: '' };
  const fax = { name: 'fax', type: 'text' as const, description: '' };
  const email = { name: 'email', type: 'text' as const, description: '' };
  const [record] = [crawled(0, '+12025550100')];
  const changes = await compare(
    { rows, columns: [phone, fax], records: [record] },
    {
      rows,
      columns: [phone, email],
      stages: ['crawl', 'rules', 'model'],
      records: [
        {
          ...record,
          stages: [
            ...record.stages,
            { stage: 'model', columns: { phone: '+12025550101', email: 'a@b.example' } },
          ],
        },
      ],
    },
  );
  expect(changes.addedColumns).toEqual(['email']);
  expect(changes.removedColumns).toEqual(['fax']);
  expect(changes.examples).toMatchObject([{ column: 'phone', cause: 'recipe' }]);
});

test('has nothing to compare with when the earlier run was never merged', async () => {
  const root = await temporaryFolder();
  const rows = ids('a');
  const base = await createFixtureRun(root, { rows, records: [], runId: '20261121-100000-bbbbbb' });
  expect(await mergedAgainst(root, { rows, records: [crawled(0, null)] }, base)).toBeNull();
});
