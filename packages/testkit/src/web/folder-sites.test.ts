import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTempFolder } from '../make-temp-folder.ts';
import { ask } from '../testing/ask.ts';
import { createTestWeb } from './create-test-web.ts';

const BYTES = Buffer.from('<p>\xfcber uns', 'latin1');

test('a folder of saved sites is served as it lies there', async () => {
  await using folder = await makeTempFolder();
  await mkdir(join(folder.path, 'pages'));
  await writeFile(join(folder.path, 'pages', '1.html'), BYTES);
  await writeFile(join(folder.path, 'pages', 'robots.txt'), 'User-agent: *');
  const shop = {
    'http://shop.test': '1.html',
    'http://shop.test/%c3%bcber?x=1': '1.html',
    'http://shop.test/robots.txt': 'robots.txt',
  };
  const lines = [
    { host: 'Shop.test', routes: shop },
    { host: '192.0.2.1', routes: { 'http://192.0.2.1/': '1.html' } },
  ];
  const routes = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(join(folder.path, 'routes.jsonl'), routes);
  await using web = await createTestWeb();
  await web.addFolder(folder.path);

  for (const url of ['http://shop.test/', 'http://shop.test/über?x=1', 'http://192.0.2.1/']) {
    const { status, headers, body } = await ask(web, url);
    expect({ url, status, type: headers['content-type'] }).toEqual({
      url,
      status: 200,
      type: 'text/html',
    });
    expect(body).toEqual(BYTES);
  }
  expect((await ask(web, 'http://shop.test/robots.txt')).headers['content-type']).toBe(
    'text/plain',
  );
  for (const url of ['http://shop.test/about', 'http://shop.test/über', 'https://shop.test/']) {
    expect({ url, status: (await ask(web, url)).status }).toEqual({ url, status: 404 });
  }
});

test('a folder without routes says so', async () => {
  await using folder = await makeTempFolder();
  await using web = await createTestWeb();
  await expect(web.addFolder(folder.path)).rejects.toThrow('routes.jsonl');
});
