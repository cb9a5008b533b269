import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeTempFolder, runNode, type TempFolder } from '@sluice/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FoundBrowser } from './find-browser.ts';

let temp: TempFolder;
beforeEach(async () => {
  temp = await makeTempFolder();
});
afterEach(() => temp.remove());

interface Found {
  /** Where Playwright says that its Chrome is. */
  readonly chrome: string;
  readonly found: FoundBrowser | null;
}

/** Playwright decides once a process where its browsers are, so that it takes another one. */
async function findAmong(browsers: string): Promise<Found> {
  const script = join(temp.path, 'find.mts');
  const find = new URL('find-browser.ts', import.meta.url).href;
  const playwright = import.meta.resolve('playwright');
  await writeFile(
    script,
    `import { findBrowser } from '${find}';
    import { chromium } from '${playwright}';
    console.log(JSON.stringify({ chrome: chromium.executablePath(), found: await findBrowser() }));`,
  );
  const env = { PLAYWRIGHT_BROWSERS_PATH: browsers };
  const { stdout, stderr } = await runNode(script, [], { env });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Found;
}

async function putProgram(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o700);
}

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'of Playwright’s browsers the headless shell comes before Chrome',
  async () => {
    const { chrome } = await findAmong(temp.path);
    const revision = /chromium-(\d+)/.exec(chrome)?.[1];
    const shell = join(
      temp.path,
      `chromium_headless_shell-${revision}`,
      'chrome-headless-shell-linux64/chrome-headless-shell',
    );
    await putProgram(chrome);
    await putProgram(shell);
    const { found } = await findAmong(temp.path);
    expect(found).toEqual({ executablePath: shell, origin: 'from Playwright' });
  },
);
