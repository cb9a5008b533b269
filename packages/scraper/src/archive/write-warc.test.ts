import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder } from '@sluice/testkit';
import { expect, it } from 'vitest';
import { openReplay } from './replay-fetcher.ts';
import { writeWarc, type WrittenAnswer } from './write-warc.ts';

const answers: WrittenAnswer[] = [
  { url: 'http://a.test/', redirectTo: 'https://a.test/' },
  { url: 'https://a.test/', body: Buffer.from('<h1>Ä</h1>') },
  { url: 'https://a.test/gone', body: Buffer.from(''), status: 410 },
];

it('writes the same bytes each time', async () => {
  await using folder = await makeTempFolder();
  const [one, two] = [join(folder.path, 'one.warc.gz'), join(folder.path, 'two.warc.gz')];
  await writeWarc(one, answers, '2026-11-22T00:00:00Z');
  await writeWarc(two, answers, '2026-11-22T00:00:00Z');
  expect(await readFile(one)).toEqual(await readFile(two));
  await writeWarc(two, answers.toReversed(), '2026-11-22T00:00:00Z');
  expect(await readFile(one)).not.toEqual(await readFile(two));
});

it('writes what a replay serves', async () => {
  await using folder = await makeTempFolder();
  const file = join(folder.path, 'web.warc.gz');
  await writeWarc(file, answers, '2026-11-22T00:00:00Z');
  const replay = await openReplay(file);
  const page = await replay.fetch('http://a.test/');
  expect(page).toMatchObject({ finalUrl: 'https://a.test/', redirects: ['https://a.test/'] });
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(Buffer.from(page.body).toString()).toBe('<h1>Ä</h1>');
  await expect(replay.fetch('https://a.test/gone')).rejects.toMatchObject({ code: 'http_410' });
  await replay.close();
});
