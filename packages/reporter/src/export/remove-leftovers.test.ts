import { execFileSync } from 'node:child_process';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { removeLeftovers, temporaryName } from './remove-leftovers.ts';

function namedAfter(pid: string | number): string {
  return temporaryName('results.csv').replace(`.${process.pid}.`, `.${pid}.`);
}

test('removes what a dead process left, and nothing of a living one', async () => {
  const folder = await temporaryFolder();
  const dead = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
  const kept = [namedAfter(process.pid), namedAfter(process.ppid), 'results.csv'];
  for (const name of [...kept, namedAfter(dead), `${namedAfter(dead)}.wal`]) {
    await writeFile(join(folder, name), '');
  }
  await removeLeftovers(folder);
  expect((await readdir(folder)).sort()).toEqual(kept.toSorted());
});

test('leaves what another host may be writing, for a day', async () => {
  const folder = await temporaryFolder();
  // No process of that id lives here.
  const [fresh, old] = ['results.csv.elsewhere.4194999.tmp', 'results.csv.elsewhere.4194998.tmp'];
  await writeFile(join(folder, fresh), '');
  await writeFile(join(folder, old), '');
  const dayBefore = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await utimes(join(folder, old), dayBefore, dayBefore);
  await removeLeftovers(folder);
  expect(await readdir(folder)).toEqual([fresh]);
});
