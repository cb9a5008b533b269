import { mkdir, writeFile } from 'node:fs/promises';
import { runFolder, UsageError } from '@sluice/core';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeRun } from '../merge/merge-run.ts';
import { createFixtureRun } from '../testing/fixture-run.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readRunSummary, summaryFile } from './read-run-summary.ts';

test('reads what the last merge said', async () => {
  const root = await temporaryFolder();
  const run = await createFixtureRun(root, { rows: [{ id: 'a' }], records: [] });
  expect(await readRunSummary(run.folder)).toBeNull();
  const summary = await mergeRun(run.folder, run.manifest, { out: join(root, 'out') });
  expect(await readRunSummary(run.folder)).toEqual(summary);
});

test.each([
  ['{"version":2}', /version `2`/],
  ['{"version":1}', /damaged/],
  ['{', /not valid JSON/],
])('refuses %s', async (content, message) => {
  const folder = runFolder(await temporaryFolder(), 'run');
  await mkdir(folder.path, { recursive: true });
  await writeFile(summaryFile(folder), content);
  const read = readRunSummary(folder);
  await expect(read).rejects.toThrow(UsageError);
  await expect(read).rejects.toThrow(message);
});
