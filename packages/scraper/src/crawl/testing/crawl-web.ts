import { join } from 'node:path';
import { makeTempFolder } from '@sluice/testkit';
import { openReplay } from '../../archive/replay-fetcher.ts';
import { openPageArchive } from '../../archive/warc-archive.ts';
import { writeWarc, type WrittenAnswer } from '../../archive/write-warc.ts';
import type { PageFetcher } from '../../fetch/page-fetcher.ts';
import { createRobots } from '../../robots/robots.ts';
import { defaultCrawlLimits, type CrawlDependencies, type CrawlOutcome } from '../crawl-ports.ts';
import type { CrawlResult } from '../crawl-result.ts';
import { crawlSite } from '../crawl-site.ts';
import { linkedFacts, parseLinks, type TestDocument } from './parse-links.ts';

/** A web: HTML by address, or whatever else an address answers with. */
export type Web = Readonly<Record<string, string | Uint8Array | Answer>>;
type Answer =
  | { readonly redirectTo: string }
  | {
      readonly text: string | Uint8Array;
      readonly status?: number;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface CrawlOptions extends Partial<Omit<CrawlDependencies<TestDocument>, 'limits'>> {
  readonly limits?: Partial<CrawlDependencies<TestDocument>['limits']>;
  readonly hasScheme?: boolean;
}

export interface WebCrawl {
  readonly outcome: CrawlOutcome<TestDocument>;
  /** What was asked of the web, robots.txt left out, in order. */
  readonly requests: readonly string[];
}

/** Crawls a site of a made-up web, which is written to an archive and served from there. */
export async function crawlWeb(
  web: Web,
  url: string,
  options: CrawlOptions = {},
): Promise<WebCrawl> {
  await using folder = await makeTempFolder();
  const file = join(folder.path, 'web.warc.gz');
  await writeWarc(file, Object.entries(web).map(toAnswer), '2026-11-22T00:00:00Z');
  const replay = await openReplay(file);
  const requests: string[] = [];
  const fetcher: PageFetcher = {
    fetch(asked, fetchOptions) {
      if (!asked.endsWith('/robots.txt')) requests.push(asked);
      return replay.fetch(asked, fetchOptions);
    },
    close: () => replay.close(),
  };
  const archive = await openPageArchive({ folder: folder.path, runsFolder: folder.path });
  const { limits, hasScheme = true, ...rest } = options;
  try {
    const outcome = await crawlSite<TestDocument>(
      { url, hasScheme },
      {
        ...defaultDependencies(fetcher, archive),
        ...rest,
        limits: { ...defaultCrawlLimits, ...limits },
      },
    );
    return { outcome, requests };
  } finally {
    await fetcher.close();
    await archive.close();
  }
}

/** Everything a crawl needs beside limits: no retries, no waiting, and robots.txt from the same web. */
export function defaultDependencies(
  fetcher: PageFetcher,
  archive: CrawlDependencies<TestDocument>['archive'],
): Omit<CrawlDependencies<TestDocument>, 'limits'> {
  return {
    fetcher,
    archive,
    robots: createRobots({ fetcher }),
    parse: parseLinks,
    factsOf: linkedFacts,
    browser: null,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
    spendRetry: () => false,
    mayDefer: () => false,
  };
}

/** The value of a crawl that was not refused. */
export function resultOf({ outcome }: Pick<WebCrawl, 'outcome'>): CrawlResult {
  if (outcome.kind !== 'crawled') throw new Error(`The crawl was ${outcome.kind}`);
  return outcome.result;
}

/** Where pages lie differs from one archive to the next; everything else may not. */
export function withoutReferences({ pages, ...rest }: CrawlResult): unknown {
  return { ...rest, pages: pages.map(({ archive: _archive, ...page }) => page) };
}

/** The addresses of the pages that were kept. */
export function keptUrls(crawl: Pick<WebCrawl, 'outcome'>): string[] {
  return resultOf(crawl).pages.map(({ url }) => url);
}

function toAnswer([url, answer]: [string, Web[string]]): WrittenAnswer {
  if (typeof answer === 'string' || answer instanceof Uint8Array) {
    return { url, body: Buffer.from(answer) };
  }
  if ('redirectTo' in answer) return { url, redirectTo: answer.redirectTo };
  const { text, status = 200, type = 'text/html', headers } = answer;
  return { url, status, body: Buffer.from(text), headers: { 'content-type': type, ...headers } };
}
