import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imageSize } from 'image-size';
import { expect, test } from 'vitest';
import { makeTempFolder } from '../make-temp-folder.ts';
import { readSampleAnswers, type SampleAnswer } from './read-sample-answers.ts';

/** Writes the files of one site and gives back what it answers, by address. */
async function answersOf(files: Record<string, string>): Promise<Map<string, SampleAnswer>> {
  await using folder = await makeTempFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder.path, 'shop.example', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  const answers = await readSampleAnswers(folder.path);
  return new Map(answers.map((answer) => [answer.url, answer]));
}

test('files answer under their paths, by the type of their endings', async () => {
  const answers = await answersOf({ 'contact.html': '<p>Hé', 'robots.txt': 'User-agent: *' });
  const contact = answers.get('https://shop.example/contact.html');
  expect(contact?.headers).toEqual({ 'content-type': 'text/html; charset=utf-8' });
  expect(Buffer.from(contact?.body ?? []).toString()).toBe('<p>Hé');
  const robots = answers.get('https://shop.example/robots.txt');
  expect(robots?.headers).toEqual({ 'content-type': 'text/plain; charset=utf-8' });
});

test('an index file answers for its folder, and what else leads there redirects', async () => {
  const answers = await answersOf({ 'index.html': 'home', 'about/index.html': 'about' });
  expect([...answers].map(([url, { status, headers }]) => [url, status, headers.location])).toEqual(
    [
      ['https://shop.example/', 200, undefined],
      ['https://shop.example/about', 301, 'https://shop.example/about/'],
      ['https://shop.example/about/', 200, undefined],
      ['https://shop.example/index.html', 301, 'https://shop.example/'],
    ],
  );
});

test('site.json sets scheme, type and encoding, redirects and statuses', async () => {
  const answers = await answersOf({
    'site.json': JSON.stringify({
      scheme: 'http',
      contentType: 'text/html',
      encoding: 'windows-1252',
      answers: {
        '/': { status: 404, file: 'gone.html' },
        '/old': { status: 302, location: '/new' },
      },
    }),
    'gone.html': 'Passé',
  });
  expect([...answers.keys()]).toEqual(['http://shop.example/', 'http://shop.example/old']);
  const home = answers.get('http://shop.example/');
  expect(home).toMatchObject({ status: 404, headers: { 'content-type': 'text/html' } });
  expect([...(home?.body ?? [])]).toEqual([0x50, 0x61, 0x73, 0x73, 0xe9]);
  expect(answers.get('http://shop.example/old')?.headers).toEqual({ location: '/new' });
});

test('images that site.json names are drawn in the size it says', async () => {
  const images = { '/logo.png': '180x64', '/hero.jpg': '1600x720', '/mark.svg': '90x40' };
  const answers = await answersOf({ 'site.json': JSON.stringify({ images }) });
  const seen = [...answers].map(([url, { headers, body }]) => {
    const { type, width, height } = imageSize(body);
    return [url, headers['content-type'], type, `${width}x${height}`];
  });
  expect(seen).toEqual([
    ['https://shop.example/hero.jpg', 'image/jpeg', 'jpg', '1600x720'],
    ['https://shop.example/logo.png', 'image/png', 'png', '180x64'],
    ['https://shop.example/mark.svg', 'image/svg+xml', 'svg', '90x40'],
  ]);
});

test.each([
  [{ images: { '/logo.png': '180' } }, 'no image of `180`'],
  [{ images: { '/logo.html': '180x64' } }, 'no image of `180x64`'],
  [{ schema: 'http' }, 'a field `schema`'],
  [{ answers: { '/': { status: 200 } } }, 'needs a `location` or a `file`'],
])('refuses %j', async (rules, message) => {
  await expect(answersOf({ 'site.json': JSON.stringify(rules) })).rejects.toThrow(message);
});
