import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packSample } from './pack-sample.ts';

const sample = new URL('../../../../data/sample/', import.meta.url);

test('the committed archive is what the committed sites build', async () => {
  const committed = await readFile(new URL('pages.warc.gz', sample));
  const built = await packSample(fileURLToPath(new URL('sites', sample)));
  const isSame = Buffer.compare(committed, built) === 0;
  expect(isSame, 'data/sample/sites changed: run `pnpm sample` and commit the archive').toBe(true);
});
