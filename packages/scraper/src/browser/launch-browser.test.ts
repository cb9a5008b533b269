import { access, chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempFolder, type TempFolder } from '@sluice/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from './launch-browser.ts';
import { unpackChromium, unpackChromiumLibraries } from './unpack-chromium.ts';

const isPacked = process.platform === 'linux' && process.arch === 'x64';
const missing =
  'error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory';

let temp: TempFolder;
beforeEach(async () => {
  temp = await makeTempFolder();
});
afterEach(() => temp.remove());

/** A program that says what the loader says, until the library it names stands on its path. */
async function withoutNss(otherwise = ''): Promise<string> {
  const path = join(temp.path, 'browser');
  const lines = [
    '#!/bin/sh',
    `echo $$ >> '${join(temp.path, 'starts')}'`,
    'IFS=:',
    `for folder in $LD_LIBRARY_PATH; do [ -e "$folder/libnss3.so" ] && { ${otherwise || 'exit 1'}; }; done`,
    `echo "$0: ${missing}" >&2`,
    'exit 127',
  ];
  await writeFile(path, `${lines.join('\n')}\n`);
  await chmod(path, 0o700);
  return path;
}

async function starts(): Promise<string[]> {
  const text = await readFile(join(temp.path, 'starts'), 'utf8');
  return text.trim().split('\n');
}

const libraries = (): Promise<string | null> => unpackChromiumLibraries(join(temp.path, 'cache'));

describe.runIf(isPacked)('on Linux x64', () => {
  test('a browser that lacks a library of its package starts with those of its package', async () => {
    const real = await unpackChromium();
    const executablePath = await withoutNss(`exec '${real}' "$@"`);
    const { browser, missingLibrary } = await launchBrowser({
      executablePath,
      origin: 'made for this test',
      libraries,
    });
    try {
      expect(missingLibrary).toBe('libnss3.so');
      const pids = await starts();
      const loaded = await readFile(`/proc/${pids.at(-1)}/maps`, 'utf8');
      expect(loaded).toContain(`${await libraries()}/libnss3.so`);
      const page = await browser.newPage();
      await page.setContent('<title>it runs</title>');
      expect(await page.title()).toBe('it runs');
    } finally {
      await browser.close();
    }
    expect(process.env['LD_LIBRARY_PATH'] ?? '').not.toContain(temp.path);
  });

  test('libraries are unpacked once, whole, also by several at the same time', async () => {
    const folders = await Promise.all([libraries(), libraries(), libraries()]);
    expect(new Set(folders).size).toBe(1);
    const folder = folders[0] ?? '';
    expect(await readdir(join(temp.path, 'cache'))).toHaveLength(1);
    const names = await readdir(folder);
    expect(names).toEqual(expect.arrayContaining(['libnss3.so', 'libnspr4.so', 'libsoftokn3.so']));
    for (const name of names.filter((one) => one.endsWith('.so'))) {
      const bytes = await readFile(join(folder, name));
      expect(bytes.subarray(0, 4).toString('latin1')).toBe('\u007FELF');
    }
    const before = await stat(join(folder, 'libnss3.so'));
    expect(await libraries()).toBe(folder);
    expect((await stat(join(folder, 'libnss3.so'))).ino).toBe(before.ino);
  });
});

test('a browser without libraries of its own says which one is missing, and what to do', async () => {
  const executablePath = await withoutNss();
  await expect(launchBrowser({ executablePath, origin: 'installed' })).rejects.toThrow(
    /^`.*browser` needs `libnss3\.so`, .* install it/,
  );
});

test('libraries that do not help are said to be missing, not tried for ever', async () => {
  const executablePath = await withoutNss();
  const asked: string[] = [];
  const useless = async () => {
    asked.push('once');
    return temp.path;
  };
  const found = { executablePath, origin: 'made for this test', libraries: useless };
  await expect(launchBrowser(found)).rejects.toThrow(/needs `libnss3\.so`/);
  expect(asked).toEqual(['once']);
});

test('what keeps a browser from starting otherwise is not taken for a missing library', async () => {
  const executablePath = join(temp.path, 'browser');
  await writeFile(executablePath, '#!/bin/sh\necho "out of luck" >&2\nexit 1\n');
  await chmod(executablePath, 0o700);
  const found = { executablePath, origin: 'made for this test', libraries };
  await expect(launchBrowser(found)).rejects.toThrow(/out of luck/);
  await expect(access(join(temp.path, 'cache'))).rejects.toThrow(/ENOENT/);
});
