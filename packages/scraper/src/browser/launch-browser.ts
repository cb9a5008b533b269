import { statfs } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { UsageError } from '@sluice/core';
import type { Browser } from 'playwright';
import { browserEnvironment } from './browser-environment.ts';
import type { FoundBrowser } from './find-browser.ts';

/**
 * What a Chrome with windows, other than a headless shell, has ready in each of them, and what takes more CPU than
 * the page that is to be read: two pages that drop down from an address bar that nobody sees, and a process for the
 * next site, which gets a profile of its own.
 */
const readiness = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'SpareRendererForSitePerProcess',
];

/**
 * Parts of the browser that are ways past the proxy, and those that Playwright turns off: Chromium goes by the
 * last list it is given, so that ours has to say again what Playwright's says. The one that would ask for
 * https where a page is on http stands there too.
 */
const disabledFeatures = [
  'DnsOverHttps',
  'WebTransport',
  'NetworkPrediction',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  ...readiness,
];

/** Ways past the proxy that switches close: QUIC, WebRTC over UDP, and names resolved by the browser itself. */
const closedDoors = [
  '--disable-quic',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  `--disable-features=${disabledFeatures.join(',')}`,
  '--dns-prefetch-disable',
];

/**
 * Images are left for later, for ever: a page takes a quarter less CPU and asks for half as much. An image that
 * is blocked fails, and scripts take away what fails; one that is not loaded yet they leave alone.
 * The rest of this list is Playwright's, which it replaces.
 */
const blinkSettings = [
  'loadsImagesAutomatically=false',
  'primaryHoverType=2',
  'availableHoverTypes=2',
  'primaryPointerType=4',
  'availablePointerTypes=4',
];

/** What nobody looks at need not be drawn. */
const thrift = [
  '--disable-gpu',
  '--window-size=1280,900',
  '--mute-audio',
  '--hide-scrollbars',
  '--disable-extensions',
  `--blink-settings=${blinkSettings.join(',')}`,
];

/** What a profile without a proxy of its own would use: nothing answers there. */
const nowhere = 'http://127.0.0.1:9';

export interface LaunchedBrowser {
  readonly browser: Browser;
  /** Why pages are not kept apart from this machine by the browser's own sandbox; null where they are. */
  readonly sandboxMissing: string | null;
  /** What this machine lacks, such as `libnss3.so`: the browser runs on libraries of its own. */
  readonly missingLibrary: string | null;
}

/**
 * Starts a browser, in its sandbox where that works: not as root, and not where the system forbids user
 * namespaces. One that lacks a shared library starts with its own, if it has them.
 *
 * @throws UsageError when a shared library is missing all the same
 */
export async function launchBrowser(found: FoundBrowser): Promise<LaunchedBrowser> {
  const { executablePath, libraries } = found;
  try {
    return { ...(await launchSandboxed(executablePath)), missingLibrary: null };
  } catch (error) {
    const missingLibrary = libraryIn(error);
    if (missingLibrary === null) throw error;
    const folder = (await libraries?.()) ?? null;
    if (folder === null) throw lacks(executablePath, missingLibrary, error);
    return { ...(await launchWith(folder, executablePath)), missingLibrary };
  }
}

/** What the loader says of a shared library that it does not find. */
const loaderMessage = /error while loading shared libraries: ([^\s:]{1,100}):/;

function libraryIn(error: unknown): string | null {
  return error instanceof Error ? (loaderMessage.exec(error.message)?.[1] ?? null) : null;
}

function lacks(executablePath: string, library: string, cause: unknown): UsageError {
  return new UsageError(
    `\`${executablePath}\` needs \`${library}\`, which this machine does not have: install it with the system's package manager.`,
    { cause },
  );
}

async function launchWith(folder: string, executablePath: string): Promise<Sandboxed> {
  const before = process.env['LD_LIBRARY_PATH'] ?? '';
  const path = before === '' ? folder : `${folder}${delimiter}${before}`;
  try {
    return await launchSandboxed(executablePath, path);
  } catch (error) {
    const library = libraryIn(error);
    throw library === null ? error : lacks(executablePath, library, error);
  }
}

type Sandboxed = Omit<LaunchedBrowser, 'missingLibrary'>;

async function launchSandboxed(executablePath: string, libraryPath?: string): Promise<Sandboxed> {
  if (process.getuid?.() === 0) {
    const browser = await launch(executablePath, false, libraryPath);
    return { browser, sandboxMissing: 'running as root' };
  }
  try {
    return { browser: await launch(executablePath, true, libraryPath), sandboxMissing: null };
  } catch (error) {
    if (!(error instanceof Error) || !/sandbox|namespace/i.test(error.message)) throw error;
    const browser = await launch(executablePath, false, libraryPath);
    return { browser, sandboxMissing: 'the system does not allow it' };
  }
}

async function launch(
  executablePath: string,
  chromiumSandbox: boolean,
  libraryPath: string | undefined,
): Promise<Browser> {
  const { chromium } = await import('playwright');
  const others: Record<string, string> =
    libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath };
  return chromium.launch({
    executablePath,
    chromiumSandbox,
    env: browserEnvironment(process.env, others),
    args: [...closedDoors, ...thrift],
    ignoreDefaultArgs: (await hasSharedMemory()) ? [ELSEWHERE] : [],
    proxy: { server: nowhere, bypass: '<-loopback>' },
    // The process decides about its signals; the browser goes with it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 30_000,
  });
}

/**
 * What the browser's processes share lies in memory where that has room, and in files where it has not, as in most
 * containers. Playwright always has files, which take a tenth more CPU.
 */
const ELSEWHERE = '--disable-dev-shm-usage';
/** Four pages at a time need a tenth of it. */
const ENOUGH_BYTES = 512 * 1024 * 1024;

async function hasSharedMemory(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    const { bavail, bsize } = await statfs('/dev/shm');
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    // Where it cannot even be looked at, there is none.
    return false;
  }
}
