import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@sluice/core';
import { makeTempFolder } from '@sluice/testkit';
import { expect, test } from 'vitest';
import { datasetName, requireWritable } from './run-paths.ts';

test.each([
  ['/a/companies.csv', 'companies'],
  ['/a/Kunden 2026.v2.xlsx#Blatt 1', 'Kunden-2026.v2'],
  ['/a/li st ü.csv', 'li-st'],
  ['/a/会社.csv', 'dataset'],
  ['/a/--fresh.csv', 'fresh'],
  ['/a/.csv', 'csv'],
])('the dataset `%s` is called `%s`', (path, name) => {
  expect(datasetName(path)).toBe(name);
});

test('a folder that can be made, or written to, is accepted', async () => {
  await using folder = await makeTempFolder();
  requireWritable(folder.path, '--out');
  requireWritable(join(folder.path, 'not', 'there', 'yet'), '--out');
});

test('a folder below a file is refused', async () => {
  await using folder = await makeTempFolder();
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  expect(() => requireWritable(join(file, 'out'), '--out')).toThrow(UsageError);
});

test('nothing is left of the trial', async () => {
  await using folder = await makeTempFolder();
  requireWritable(join(folder.path, 'out'), '--out');
  expect(await readdir(folder.path)).toEqual([]);
});

// Root has every permission there, and Node would try for ever.
test.runIf(process.platform === 'linux').each(['/proc/sluice', '/proc/sluice/below'])(
  'a folder that the system does not make is refused: %s',
  (path) => {
    expect(() => requireWritable(path, '--state')).toThrow(
      /^--state `\/proc\/sluice\S*` cannot be written: .*`\/proc`.*; give another path$/,
    );
  },
);

// Root may write everywhere.
test.skipIf(process.getuid?.() === 0)('a folder without permission is refused', async () => {
  await using folder = await makeTempFolder();
  await chmod(folder.path, 0o555);
  const path = join(folder.path, 'out');
  expect(() => requireWritable(path, '--out')).toThrow(
    `--out \`${path}\` cannot be written: \`${folder.path}\` gives no permission (EACCES); give another path`,
  );
});
