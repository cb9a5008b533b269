import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTempFolder } from './make-temp-folder.ts';

test('the folder goes with its holder', async () => {
  let path = '';
  {
    await using folder = await makeTempFolder();
    path = folder.path;
    await mkdir(join(path, 'inner'));
    await writeFile(join(path, 'inner', 'file'), 'x');
  }
  await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
});
