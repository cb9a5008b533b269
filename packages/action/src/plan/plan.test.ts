import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder } from '@sluice/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPathProblem } from './check-dataset-path.ts';
import { divideBudget } from './divide-budget.ts';

test('the parts of a budget follow the rows and never exceed the whole', () => {
  expect(divideBudget(5, [300, 100, 0, 100])).toEqual([3, 1, 0, 1]);
  expect(divideBudget(5, [])).toEqual([]);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.array(fc.nat(1e6), { maxLength: 256 }),
      (totalUsd, rows) => {
        const parts = divideBudget(totalUsd, rows);
        expect(parts).toHaveLength(rows.length);
        const cents = parts.reduce((sum, part) => sum + Math.round(part * 10_000), 0);
        expect(cents).toBeLessThanOrEqual(totalUsd * 10_000 + 1e-6);
      },
    ),
  );
});

test('a dataset is a file of the repository, however its path is written', async () => {
  await using folder = await makeTempFolder();
  const repository = join(folder.path, 'repository');
  await mkdir(join(repository, 'data'), { recursive: true });
  await mkdir(join(repository, '.git'));
  await writeFile(join(repository, 'data/list.csv'), 'website\n');
  await writeFile(join(repository, 'data/; id #.csv'), 'website\n');
  await writeFile(join(repository, '.git/config'), '');
  await writeFile(join(folder.path, 'secret'), '');
  await symlink(join(folder.path, 'secret'), join(repository, 'data/out.csv'));
  await symlink('list.csv', join(repository, 'data/in.csv'));
  await symlink(folder.path, join(repository, 'up'));

  for (const path of [
    'data/list.csv',
    './data/list.csv',
    'data/in.csv',
    'data/../data/list.csv',
    'data/list.csv#Sheet',
  ]) {
    expect(await findPathProblem(repository, path)).toBeNull();
  }
  const refused = {
    '../secret': 'leads out of the repository',
    'data/out.csv': 'leads out of the repository',
    'up/secret': 'leads out of the repository',
    '../../etc/passwd': 'has no file',
    '/etc/passwd': 'must be relative to the repository',
    'data/list.csv\n::add-mask::x': 'must be relative to the repository',
    '"; id #': 'has no file',
    '$(id)': 'has no file',
    data: 'has no file',
    '.git/config': 'none of the repository',
    ['x'.repeat(10_000)]: 'has 10000 characters',
    ['x'.repeat(999)]: 'has no file',
  };
  for (const [path, problem] of Object.entries(refused)) {
    const found = await findPathProblem(repository, path);
    expect({ path, found }).toEqual({ path, found: expect.stringContaining(problem) as string });
    expect(found!.length).toBeLessThan(250);
  }
});
