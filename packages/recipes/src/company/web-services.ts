import type { ShardEnvironment, ShardServices } from '@sluice/core';
import type { ModelService } from '@sluice/enricher';
import {
  createArchivingFetcher,
  createBrowserPool,
  createHostLimiter,
  createHttpFetcher,
  createRobots,
  fetchLimitsWithin,
  openPageArchive,
  openReplay,
  type HttpFetcherOptions,
  type PageArchive,
  type BrowserPool,
  type HostLimiter,
  type PageFetcher,
  type Robots,
  type WebSearch,
} from '@sluice/scraper';
import type { CompanyOptions } from './company-options.ts';
import { countingFetcher } from './counting-fetcher.ts';
import { DocumentCache } from './document-cache.ts';
import { openModel } from './open-model.ts';
import { openSearch } from './open-search.ts';
import { pagesInTurns } from './pages-in-turns.ts';

/** What the stages of a shard share. */
export interface WebServices extends ShardServices {
  readonly fetcher: PageFetcher;
  readonly robots: Robots;
  readonly archive: PageArchive;
  /** Null where pages are not to be rendered. */
  readonly renderer: BrowserPool | null;
  readonly documents: DocumentCache;
  /** What an earlier run learned, see `ShardEnvironment`. */
  readonly learned: ReadonlySet<string>;
  /** Null without a language model. */
  readonly model: ModelService | null;
  /** Null without a search. */
  readonly search: WebSearch | null;
}

/** A web to reach instead of the public one; tests and benches have their own on loopback. */
export type OtherWeb = Pick<HttpFetcherOptions, 'policy' | 'resolve'>;

/** Opens the way to pages, from the network or from the archive of `--replay`, and the page archive. */
export async function openWebServices(
  options: CompanyOptions,
  environment: ShardEnvironment,
  otherWeb: OtherWeb = {},
): Promise<WebServices> {
  const { folder, runsFolder, clock, concurrency, learned } = environment;
  const archive = await openPageArchive({ folder, runsFolder, clock });
  const counters = { requests: 0, receivedBytes: 0 };
  // A host has one turn, whether it is asked by plain HTTP or by a browser.
  const limiter = createHostLimiter({ delayMs: options.delay, concurrency, clock });
  const fetcher = pagesInTurns(
    countingFetcher(await openFetcher(options, limiter, otherWeb), counters),
  );
  const renderer = openRenderer(options, limiter, otherWeb);
  const model = openModel(options, environment);
  const search = openSearch(options, environment);
  return {
    fetcher,
    archive,
    model,
    search,
    learned,
    // robots.txt goes to the archive too, so that a replay is allowed and forbidden the same pages.
    robots: createRobots({ fetcher: createArchivingFetcher(fetcher, archive), clock }),
    renderer,
    documents: new DocumentCache(),
    async sync() {
      await Promise.all([archive.sync(), model?.sync()]);
    },
    counters: () => ({ ...counters, ...archive.counters(), ...renderer?.counters() }),
    async close() {
      await renderer?.close();
      await fetcher.close();
      await archive.close();
      await search?.close();
      model?.close();
    },
  };
}

async function openFetcher(
  options: CompanyOptions,
  limiter: HostLimiter,
  otherWeb: OtherWeb,
): Promise<PageFetcher> {
  if (options.replay !== undefined) return openReplay(options.replay);
  return createHttpFetcher({
    ...otherWeb,
    limiter,
    limits: fetchLimitsWithin(options.timeout),
    ...(options.proxy !== undefined && { proxy: options.proxy }),
  });
}

/** Launches nothing yet: most runs need a browser late, or never. */
function openRenderer(
  options: CompanyOptions,
  limiter: HostLimiter,
  { policy, resolve }: OtherWeb,
): BrowserPool | null {
  const { browser, browserPath, proxy, replay } = options;
  if (browser === 'never' || replay !== undefined) return null;
  const isRequired = browser === 'always';
  return createBrowserPool({ browserPath, proxy, policy, resolve, limiter, isRequired });
}
