import { chromium } from 'playwright';
import { createBrowserPool } from '../../../../scraper/src/browser/browser-pool.ts';
import { openFilteringProxy } from '../../../../scraper/src/browser/filtering-proxy.ts';
import { findBrowser, type FoundBrowser } from '../../../../scraper/src/browser/find-browser.ts';
import { launchBrowser } from '../../../../scraper/src/browser/launch-browser.ts';
import { openProfile } from '../../../../scraper/src/browser/open-profile.ts';
import {
  defaultRenderTimes,
  preparePage,
  readRendered,
  type PreparedPage,
} from '../../../../scraper/src/browser/render-page.ts';
import { answerParent } from '../measure/answer-parent.ts';
import { loopbackWeb } from '../measure/loopback-web.ts';
import { descendantsCpuMs } from '../measure/process-tree.ts';
import type { RenderingAnswer, RenderingTask, RenderWay } from './rendering-task.ts';

/** More than any page here has. */
const MAX_BYTES = 10_000_000;
const signal = new AbortController().signal;

/** Renders a page at a time; gives back the length of the document. */
interface Renderer {
  render(url: string): Promise<number>;
  close(): Promise<unknown>;
}

const ways: Readonly<Record<RenderWay, (originPort: number) => Promise<Renderer>>> = {
  async pool(originPort) {
    const pool = createBrowserPool(loopbackWeb(originPort));
    return {
      async render(url) {
        const site = await pool.openSite();
        const page = await site.render(url, { signal, crawlDelayMs: 0, maxBytes: MAX_BYTES });
        await site.close();
        return page.body.byteLength;
      },
      close: () => pool.close(),
    };
  },

  async reused(originPort) {
    const { proxy, browser, prepared } = await openPage(originPort);
    return {
      render: (url) => readLength(prepared, url),
      close: () => Promise.all([browser.close(), proxy.close()]),
    };
  },

  async launched(originPort) {
    return {
      async render(url) {
        const { proxy, browser, prepared } = await openPage(originPort);
        const bytes = await readLength(prepared, url);
        await Promise.all([browser.close(), proxy.close()]);
        return bytes;
      },
      close: async () => {},
    };
  },

  async plain() {
    const found = await browserHere();
    const { browser: trial, missingLibrary } = await launchBrowser(found);
    await trial.close();
    const folder = missingLibrary === null ? null : await found.libraries?.();
    const launchOptions = {
      executablePath: found.executablePath,
      // Otherwise none of the hosts would be found.
      args: ['--host-resolver-rules=MAP * 127.0.0.1'],
      env: { ...process.env, ...(folder && { LD_LIBRARY_PATH: folder }) },
    };
    return {
      async render(url) {
        const browser = await chromium.launch(launchOptions);
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(url, { waitUntil: 'networkidle' });
        const html = await page.content();
        await browser.close();
        return Buffer.byteLength(html);
      },
      close: async () => {},
    };
  },
};

/** As the pool does it, but for good. */
async function openPage(originPort: number) {
  const found = await browserHere();
  const proxy = await openFilteringProxy({
    ...loopbackWeb(originPort),
    connectTimeoutMs: 10_000,
    maxBytes: Infinity,
  });
  const { browser } = await launchBrowser(found);
  const context = await openProfile(browser, proxy.url);
  const prepared = await preparePage(context, await context.newPage());
  return { proxy, browser, prepared };
}

async function browserHere(): Promise<FoundBrowser> {
  const found = await findBrowser();
  if (found === null) throw new Error('there is no browser; `pnpm enrich doctor` says what to do');
  return found;
}

async function readLength(prepared: PreparedPage, url: string): Promise<number> {
  const { body } = await readRendered(prepared, url, defaultRenderTimes, MAX_BYTES);
  return body.byteLength;
}

await answerParent(
  async ({ way, urls: [first, ...urls], originPort }: RenderingTask): Promise<RenderingAnswer> => {
    const renderer = await ways[way](originPort);
    // Whatever is done once, such as launching, is done with the first page and not counted.
    let documentBytes = await renderer.render(first!);
    const othersStartMs = await descendantsCpuMs(process.pid);
    const ownStart = process.cpuUsage();
    for (const url of urls) documentBytes += await renderer.render(url);
    const { user, system } = process.cpuUsage(ownStart);
    const ownMs = (user + system) / 1_000;
    const treeMs = ownMs + (await descendantsCpuMs(process.pid)) - othersStartMs;
    await renderer.close();
    return {
      cpuMsPerPage: treeMs / urls.length,
      ownCpuMsPerPage: ownMs / urls.length,
      documentBytes,
    };
  },
);
