import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeRun } from '../merge/merge-run.ts';
import { createFixtureRun, type FixtureRecord } from '../testing/fixture-run.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

async function modelUseOf(records: readonly FixtureRecord[]) {
  const root = await temporaryFolder();
  const rows = records.map((_, id) => ({ id: String(id) }));
  const run = await createFixtureRun(root, { rows, records, stages: ['model', 'grounding'] });
  return (await mergeRun(run.folder, run.manifest, { out: join(root, 'out') })).model;
}

const NOTHING = {
  models: [],
  calls: 0,
  takenOver: 0,
  savedByRules: 0,
  savedWithoutText: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  meanMs: null,
  grounded: 0,
  notQuoted: 0,
  notBorneOut: 0,
  suspects: { pages: 0, examples: [] },
};

test('a run that asks nobody has nothing to tell', async () => {
  const stage = { stage: 'model', meta: { elapsedMs: 3 } };
  expect(await modelUseOf([{ ordinal: 0, stages: [stage] }])).toBeNull();
});

test('counts what was saved, what stands and which pages speak to models', async () => {
  const taken = '20261101-100000-aaaaaa';
  const use = await modelUseOf([
    {
      ordinal: 0,
      stages: [
        {
          stage: 'model',
          input: 'a',
          fromRun: taken,
          meta: { turns: 2, suspects: ['https://b.example/'] },
        },
        {
          stage: 'grounding',
          input: 'a',
          meta: { grounded: 5, ungrounded: { notQuoted: 1, notBorneOut: 2 } },
        },
      ],
    },
    {
      ordinal: 1,
      stages: [
        {
          stage: 'model',
          input: 'b',
          meta: { turns: 1, suspects: ['https://a.example/', 'https://b.example/'] },
        },
        {
          stage: 'grounding',
          input: 'b',
          meta: { grounded: 3, ungrounded: { notQuoted: 0, notBorneOut: 0 } },
        },
      ],
    },
    { ordinal: 2, stages: [{ stage: 'model', input: 'c', meta: { saved: 'rules' } }] },
    { ordinal: 3, stages: [{ stage: 'model', input: 'd', meta: { saved: 'no_text' } }] },
  ]);
  expect(use).toEqual({
    ...NOTHING,
    takenOver: 2,
    savedByRules: 1,
    savedWithoutText: 1,
    grounded: 8,
    notQuoted: 1,
    notBorneOut: 2,
    suspects: { pages: 2, examples: ['https://a.example/', 'https://b.example/'] },
  });
});

test('a single kind of fact leaves the others at nothing', async () => {
  const ungrounded = { notQuoted: 1, notBorneOut: 0 };
  const stage = { stage: 'grounding', meta: { grounded: 0, ungrounded } };
  expect(await modelUseOf([{ ordinal: 0, stages: [stage] }])).toEqual({ ...NOTHING, notQuoted: 1 });
});
