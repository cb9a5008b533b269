import type { StageError } from '@sluice/core';
import type { Browser, BrowserContext } from 'playwright';
import { fetchError } from '../fetch/fetch-error.ts';
import { defaultFetchLimits } from '../fetch/fetch-limits.ts';
import type { FetchedPage } from '../fetch/page-fetcher.ts';
import { productToken } from '../fetch/user-agent.ts';
import { publicOnly, type GuardPolicy } from '../guard/guard-policy.ts';
import { resolveHost, type ResolveHost } from '../guard/resolve-host.ts';
import { createHostLimiter, type HostLimiter } from '../politeness/host-limiter.ts';
import { Slots } from '../politeness/slots.ts';
import { openFilteringProxy, type FilteringProxy } from './filtering-proxy.ts';
import { browserAdvice, findBrowser, type FoundBrowser } from './find-browser.ts';
import { launchBrowser, type LaunchedBrowser } from './launch-browser.ts';
import { openProfile } from './open-profile.ts';
import type { PageRenderer, RenderOptions, SiteRenderer } from './page-renderer.ts';
import {
  classifyRenderError,
  defaultRenderTimes,
  endsWithin,
  renderPage,
  UnusableAnswer,
  type RenderTimes,
} from './render-page.ts';

export interface BrowserPoolOptions {
  /** The browser to use; without it one is looked for. */
  readonly browserPath?: string | undefined;
  /** Where there is no browser, nothing can be done: the run stops. */
  readonly isRequired?: boolean;
  /** Sites that are rendered at the same time. */
  readonly maxSites?: number;
  /** Sites after which a browser is replaced by a new one, which bounds its memory. */
  readonly recycleAfter?: number;
  /** Bytes that the answers for one site may have together. */
  readonly maxSiteBytes?: number;
  readonly times?: Partial<RenderTimes>;
  /** Shared with the fetcher, so that a host has one turn for both. */
  readonly limiter?: HostLimiter;
  /** The operator's own proxy. */
  readonly proxy?: string | undefined;
  readonly policy?: GuardPolicy | undefined;
  readonly resolve?: ResolveHost | undefined;
}

/** What a pool does, as counts. */
interface BrowserCounters {
  readonly renderedSites: number;
  readonly renderedPages: number;
  readonly browserLaunches: number;
}

export interface BrowserPool extends PageRenderer {
  counters(): BrowserCounters;
}

/** What is launched once and serves many sites. */
interface Launched {
  readonly browser: Browser;
  sites: number;
  opened: number;
}

/** A browser that did not start so often will not. */
const MAX_LAUNCH_FAILURES = 2;
const MAX_SITES = 4;
const RECYCLE_AFTER = 100;
const MAX_SITE_BYTES = 48 * 1024 * 1024;

/**
 * Renders pages in a browser that is launched when the first one is needed. Every site has a profile and a
 * filtering proxy of its own. A browser that crashes or hangs is replaced; the page that met it is retried by
 * whoever asked.
 */
export function createBrowserPool(options: BrowserPoolOptions = {}): BrowserPool {
  return new LazyBrowserPool(options);
}

class LazyBrowserPool implements BrowserPool {
  readonly #options: BrowserPoolOptions;
  readonly #slots: Slots;
  readonly #limiter: HostLimiter;
  readonly #counts = { renderedSites: 0, renderedPages: 0, browserLaunches: 0 };
  readonly #all = new Set<Launched>();
  #current: Promise<Launched> | null = null;
  #found: Promise<FoundBrowser | null> | null = null;
  #failures = 0;

  constructor(options: BrowserPoolOptions) {
    this.#options = options;
    this.#slots = new Slots(options.maxSites ?? MAX_SITES);
    this.#limiter = options.limiter ?? createHostLimiter();
  }

  counters(): BrowserCounters {
    return { ...this.#counts };
  }

  async openSite(signal?: AbortSignal): Promise<SiteRenderer> {
    const place = await takePlace(this.#slots, signal);
    try {
      const launched = await this.#use();
      const site = await this.#openIn(launched, place);
      this.#counts.renderedSites += 1;
      return site;
    } catch (error) {
      place();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#current?.catch(() => undefined);
    this.#current = null;
    await Promise.all([...this.#all].map(({ browser }) => browser.close().catch(() => undefined)));
  }

  async #use(): Promise<Launched> {
    const { recycleAfter = RECYCLE_AFTER } = this.#options;
    this.#current ??= this.#launch();
    const launched = await this.#current.catch((error: unknown) => {
      this.#current = null;
      throw error;
    });
    launched.sites += 1;
    launched.opened += 1;
    if (launched.opened >= recycleAfter) this.#current = null;
    return launched;
  }

  async #launch(): Promise<Launched> {
    const { browser } = await this.#start();
    const launched: Launched = { browser, sites: 0, opened: 0 };
    this.#counts.browserLaunches += 1;
    this.#all.add(launched);
    browser.on('disconnected', () => this.#forget(launched));
    return launched;
  }

  /** What keeps a browser from starting, a missing library say, is found out twice and not for every page. */
  async #start(): Promise<LaunchedBrowser> {
    if (this.#failures >= MAX_LAUNCH_FAILURES) throw this.#unavailable('it failed to start before');
    try {
      this.#found ??= findBrowser(this.#options.browserPath);
      const found = await this.#found;
      if (found !== null) return await launchBrowser(found);
    } catch (error) {
      this.#failures += 1;
      throw this.#unavailable(firstLine(error), error);
    }
    throw this.#unavailable(browserAdvice);
  }

  #unavailable(detail: string, cause?: unknown): StageError {
    const disposition = this.#options.isRequired === true ? 'stop-run' : 'fail-record';
    return fetchError('browser_unavailable', productToken, { detail, disposition, cause });
  }

  async #openIn(launched: Launched, place: () => void): Promise<SiteRenderer> {
    const proxy = await openFilteringProxy({
      policy: this.#options.policy ?? publicOnly,
      resolve: this.#options.resolve ?? resolveHost,
      connectTimeoutMs: defaultFetchLimits.connectTimeoutMs,
      maxBytes: this.#options.maxSiteBytes ?? MAX_SITE_BYTES,
      upstream: this.#options.proxy,
    });
    try {
      const context = await openProfile(launched.browser, proxy.url);
      return this.#site(launched, context, proxy, place);
    } catch (error) {
      this.#leave(launched);
      await proxy.close();
      throw classifyRenderError(error, productToken) ?? error;
    }
  }

  #site(
    launched: Launched,
    context: BrowserContext,
    proxy: FilteringProxy,
    place: () => void,
  ): SiteRenderer {
    const times = { ...defaultRenderTimes, ...this.#options.times };
    let isClosed = false;
    return {
      render: (url, options) => {
        const render = (): Promise<FetchedPage> => {
          this.#counts.renderedPages += 1;
          return renderGuarded(context, proxy, url, times, options);
        };
        const { signal, crawlDelayMs } = options;
        return this.#limiter.run(new URL(url).host, render, { signal, crawlDelayMs });
      },
      close: async () => {
        if (isClosed) return;
        isClosed = true;
        try {
          const closed = await endsWithin(context.close(), times.closeMs);
          // What hangs is left to Playwright, which kills it; nobody else gets to use it.
          if (!closed) void this.#abandon(launched);
          await proxy.close();
        } finally {
          this.#leave(launched);
          place();
        }
      },
    };
  }

  async #abandon(launched: Launched): Promise<void> {
    this.#forget(launched);
    await launched.browser.close().catch(() => undefined);
  }

  #forget(launched: Launched): void {
    this.#all.delete(launched);
    const current = this.#current;
    void current?.then(
      (one) => {
        if (one === launched && this.#current === current) this.#current = null;
      },
      () => undefined,
    );
  }

  /** A browser that has served its time is closed by the last one who leaves. */
  #leave(launched: Launched): void {
    launched.sites -= 1;
    const { recycleAfter = RECYCLE_AFTER } = this.#options;
    if (launched.sites > 0 || launched.opened < recycleAfter) return;
    void this.#abandon(launched);
  }
}

async function renderGuarded(
  context: BrowserContext,
  proxy: FilteringProxy,
  url: string,
  times: RenderTimes,
  { signal, maxBytes }: RenderOptions,
): Promise<FetchedPage> {
  signal.throwIfAborted();
  const stop = (): void => void context.close().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const page = await renderPage(context, url, times, maxBytes);
    if (proxy.isExhausted) throw fetchError('body_too_large', url);
    return page;
  } catch (error) {
    signal.throwIfAborted();
    if (context.browser()?.isConnected() !== true) {
      throw fetchError('browser_crashed', url, { cause: error });
    }
    if (proxy.isExhausted) throw fetchError('body_too_large', url);
    // What the proxy refuses, it answers with a 502 or without a tunnel.
    const isRefusal = error instanceof UnusableAnswer && error.status === 502;
    const refused = proxy.failureOf(error instanceof UnusableAnswer ? error.url : url);
    if (refused !== null && (isRefusal || !(error instanceof UnusableAnswer))) throw refused;
    throw error instanceof UnusableAnswer
      ? error.reason
      : (classifyRenderError(error, url) ?? error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Takes a place and gives back how to leave it, once. */
function takePlace(slots: Slots, signal: AbortSignal | undefined): Promise<() => void> {
  return new Promise((resolve, reject) => {
    slots.use(() => new Promise<void>((leave) => resolve(leave)), signal).catch(reject);
  });
}

/** Of what somebody else threw, with the log of a whole launch behind it. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.slice(0, 200);
}
