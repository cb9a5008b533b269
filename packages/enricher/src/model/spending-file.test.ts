import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder } from '@sluice/testkit';
import { expect, test } from 'vitest';
import { openSpendingFile, readSpentUsd } from './spending-file.ts';

test('what nobody noted the end of counts with its worst case, in every shard', async () => {
  await using folder = await makeTempFolder();
  await using other = await makeTempFolder();
  const spending = openSpendingFile(folder.path);
  spending.end(spending.begin(0.5), 0.125);
  spending.begin(0.25);
  await spending.sync();
  spending.close();
  const second = openSpendingFile(other.path);
  second.begin(1);
  second.close();
  expect(readSpentUsd([folder.path, other.path, join(other.path, 'none')])).toBe(1.375);
});

test('half a line harms nothing that comes before or after it', async () => {
  await using folder = await makeTempFolder();
  const spending = openSpendingFile(folder.path);
  spending.begin(0.5);
  spending.close();
  const file = join(folder.path, 'spending.ndjson');
  await appendFile(file, '{"call":"x","reser');
  expect(readSpentUsd([folder.path])).toBe(0.5);
  const again = openSpendingFile(folder.path);
  again.end(again.begin(0.25), 0.125);
  again.close();
  expect(readSpentUsd([folder.path])).toBe(0.625);
  expect((await readFile(file, 'utf8')).split('\n')[0]).toBe('{"version":1}');
});

test('a run without calls leaves no file', async () => {
  await using folder = await makeTempFolder();
  const spending = openSpendingFile(folder.path);
  await spending.sync();
  spending.close();
  await expect(readFile(join(folder.path, 'spending.ndjson'))).rejects.toThrow('ENOENT');
});

test('a call that cannot be noted does not go out, and the run can be resumed', async () => {
  await using folder = await makeTempFolder();
  await mkdir(join(folder.path, 'spending.ndjson'));
  const spending = openSpendingFile(folder.path);
  expect(() => spending.begin(1)).toThrow(
    expect.objectContaining({ name: 'ResumableError', code: 'disk_failed' }),
  );
});
