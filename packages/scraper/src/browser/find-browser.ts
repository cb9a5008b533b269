import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { UsageError } from '@sluice/core';
import { unpackChromium, unpackChromiumLibraries } from './unpack-chromium.ts';

/** A browser to render pages with. */
export interface FoundBrowser {
  readonly executablePath: string;
  /** Where it comes from, for people: `installed`, `from Playwright`, … */
  readonly origin: string;
  /** Unpacks shared libraries that it needs and a machine may lack; gives back their folder. */
  readonly libraries?: () => Promise<string | null>;
}

/** Names under which Chrome and Chromium are installed on the `PATH`. */
const commands = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const windowsProgram = 'Google\\Chrome\\Application\\chrome.exe';

/** What to do where there is no browser. */
export const browserAdvice =
  'install Chrome or Chromium, or run `npx playwright install chromium`, or name one with `--browser-path`';

/**
 * Finds a browser: the one that is named, else Playwright's own (headless shell first), an installed Chrome or Chromium, or on
 * Linux x64 the one that comes as an npm package, which is unpacked on first use.
 *
 * @returns null when there is none
 * @throws UsageError when the one that is named cannot be run
 */
export async function findBrowser(named?: string): Promise<FoundBrowser | null> {
  if (named !== undefined) {
    if (await canRun(named)) return { executablePath: named, origin: 'named with --browser-path' };
    throw new UsageError(
      `\`--browser-path ${named}\` is no file that can be run: ${browserAdvice}.`,
    );
  }
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  for (const path of [headlessShellBeside(own), own]) {
    if (await canRun(path)) return { executablePath: path, origin: 'from Playwright' };
  }
  for (const path of installedPaths()) {
    if (await canRun(path)) return { executablePath: path, origin: 'installed' };
  }
  const isPacked = process.platform === 'linux' && process.arch === 'x64';
  const executablePath = isPacked ? await unpackChromium() : null;
  if (executablePath === null) return null;
  const libraries = () => unpackChromiumLibraries();
  return { executablePath, origin: 'from @sparticuz/chromium', libraries };
}

/**
 * Where Playwright puts the headless shell of a Chrome: it comes with it, has no windows and takes half the CPU a
 * page. Playwright itself tells of the Chrome only. A path of another form comes back as it is.
 */
function headlessShellBeside(chromePath: string): string {
  return chromePath.replace(
    /chromium-(\d+)([\\/])chrome-([^\\/]+)\2.*?(\.exe)?$/,
    (_, revision: string, slash: string, platform: string, suffix = '') =>
      [
        `chromium_headless_shell-${revision}`,
        `chrome-headless-shell-${platform}`,
        `chrome-headless-shell${suffix}`,
      ].join(slash),
  );
}

function installedPaths(): string[] {
  const { platform, env } = process;
  if (platform === 'darwin') return macApplications;
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return roots.flatMap((root) => (root === undefined ? [] : [join(root, windowsProgram)]));
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

async function canRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Whatever keeps it from being run, it cannot be run.
    return false;
  }
}
