import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlText } from '@sluice/core';
import { expect, test } from 'vitest';
import { findSegments } from '../src/merge/find-segments.ts';
import { mergeRun } from '../src/merge/merge-run.ts';
import { query } from '../src/testing/query.ts';
import { temporaryFolder } from '../src/testing/temporary-folder.ts';
import { bareCopy } from './bare-copy.ts';
import { createSyntheticRun } from './synthetic-run.ts';

test('what the merge is measured against writes the same files', async () => {
  const root = await temporaryFolder();
  const run = await createSyntheticRun(root, { shards: 2, rows: 500 });
  const { files } = await findSegments(run.folder, run.manifest);
  const [bare, merged] = [join(root, 'bare'), join(root, 'merged')];
  await mkdir(bare);
  await bareCopy(run, files, bare);
  await mergeRun(run.folder, run.manifest, { out: merged });

  const pairs = {
    'ledger.parquet': run.folder.ledger,
    'results.parquet': join(merged, 'results.parquet'),
    'results.csv': join(merged, 'results.csv'),
    'evidence.parquet': join(merged, 'evidence.parquet'),
  };
  for (const [theirs, ours] of Object.entries(pairs)) {
    const rows = await query<object>(`FROM ${sqlText(join(bare, theirs))}`);
    expect(rows.length).toBeGreaterThanOrEqual(500);
    const merge = await query<object>(`FROM ${sqlText(ours)}`);
    expect(rows.map((row) => Object.values(row))).toEqual(merge.map((row) => Object.values(row)));
  }
});
