import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { openDataset } from './open-dataset.ts';
import { type KeyChoice, resolveKey } from './resolve-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function choose(content: string, wanted: string | null = null): Promise<KeyChoice> {
  const path = join(folder, 'a.csv');
  await writeFile(path, content);
  const dataset = await openDataset(path);
  try {
    return await resolveKey(dataset, wanted);
  } finally {
    await dataset.close();
  }
}

describe('resolveKey', () => {
  test.each([
    ['a unique id in any case', 'name,ID\na,1\na,2\n', { kind: 'id', column: 'ID' }],
    ['the content where an id is missing', 'name,id\na,1\nb,\n', { kind: 'content', column: null }],
    [
      'the content where an id comes twice',
      'name,id\na,1\nb,1\n',
      { kind: 'content', column: null },
    ],
    [
      'the content where ids differ in blanks alone',
      'name,id\na,1\nb, 1\n',
      { kind: 'content', column: null },
    ],
    ['the content where there is no id', 'name,note\na,1\n', { kind: 'content', column: null }],
  ])('takes %s', async (_, content, expected) => {
    expect(await choose(content)).toEqual(expected);
  });

  test('takes the wanted column before a unique id', async () => {
    const choice = await choose('id,Company No\n1,x\n2,y\n', 'company no');
    expect(choice).toEqual({ kind: 'column', column: 'Company No' });
  });

  test.each([
    ['that is missing', 'nr', 'has no column `nr` for `--key`. It has `id`, `no`, `gap`'],
    [
      'with a value twice',
      'no',
      'The key column `no` has `x` more than once, in row 1 (line 2) and row 3 (line 5)',
    ],
    [
      'with an empty value',
      'gap',
      'The key column `gap` has no value in row 2 (line 3) and row 3 (line 5)',
    ],
  ])('refuses a wanted column %s', async (_, wanted, message) => {
    const content = 'id,no,gap\n1,x,1\n2,"y\nz",\n3,x, \n';
    await expect(choose(content, wanted)).rejects.toThrow(UsageError);
    await expect(choose(content, wanted)).rejects.toThrow(message);
  });
});
