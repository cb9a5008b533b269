import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { removeLeftovers } from './output-folder.ts';

test('removes what a dead process left, and nothing of a living one', async () => {
  const folder = await temporaryFolder();
  const dead = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
  const kept = [`results.csv.${process.ppid}.tmp`, `results.csv.${process.pid}.tmp`, 'results.csv'];
  for (const name of [...kept, `results.csv.${dead}.tmp`, `results.duckdb.${dead}.tmp.wal`]) {
    await writeFile(join(folder, name), '');
  }
  await removeLeftovers(folder);
  expect((await readdir(folder)).sort()).toEqual(kept.toSorted());
});
