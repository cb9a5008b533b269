import { StageError } from '@sluice/core';
import { decodeContent } from '../fetch/decode-content.ts';
import type { FetchedPage } from '../fetch/page-fetcher.ts';
import type { ParsedLinks } from './page-links.ts';
import type { PageVisitor } from './page-visitor.ts';
import { parseSitemap, type Sitemap } from './sitemap.ts';
import { isInScope, type SiteScope } from './site-scope.ts';

/** Bytes of one sitemap file that are read: about 1,000 addresses, which take 15 ms to parse. */
const maxBytes = 128 * 1024;
/** Sitemap files that are asked for, indexes included: no chain of them is longer either. */
const maxFiles = 3;

/**
 * Reads the sitemaps that robots.txt names, else the one that is usual, and what they index; each file once,
 * those of pages first, and only on the site itself.
 *
 * @returns absolute addresses, as many as the bounds let through
 */
export async function readSitemaps<Page extends ParsedLinks>(
  scope: SiteScope,
  visitor: PageVisitor<Page>,
): Promise<string[]> {
  const { sitemaps: named } = await visitor.check(scope.homeUrl);
  const queue = new SitemapQueue(scope);
  queue.add(named.length === 0 ? [new URL('/sitemap.xml', scope.homeUrl).href] : named);
  const pages: string[] = [];
  for (let files = 0; files < maxFiles; files += 1) {
    const url = queue.take();
    if (url === undefined) break;
    const sitemap = await readSitemap(url, visitor);
    pages.push(...(sitemap?.pages ?? []));
    queue.add(sitemap?.sitemaps ?? []);
  }
  return pages;
}

/** Sitemaps still to read: those of pages, then unnamed ones, then those of posts, products and pictures. */
class SitemapQueue {
  readonly #scope: SiteScope;
  readonly #known = new Set<string>();
  #waiting: string[] = [];

  constructor(scope: SiteScope) {
    this.#scope = scope;
  }

  add(urls: readonly string[]): void {
    for (const url of urls) {
      const isNew = !this.#known.has(url) && isInScope(this.#scope, new URL(url));
      this.#known.add(url);
      if (isNew) this.#waiting.push(url);
    }
    this.#waiting = this.#waiting.toSorted((a, b) => promise(a) - promise(b));
  }

  take(): string | undefined {
    return this.#waiting.shift();
  }
}

function promise(url: string): number {
  const { pathname } = new URL(url);
  if (/page|site(?!map)|static|main/i.test(pathname)) return 0;
  return /post|product|image|video|news|tag|categor|author|event|blog/i.test(pathname) ? 2 : 1;
}

/** A sitemap that cannot be had is no reason to give up a site that can be read. */
async function readSitemap<Page extends ParsedLinks>(
  url: string,
  visitor: PageVisitor<Page>,
): Promise<Sitemap | null> {
  try {
    const file = await visitor.fetchFile(url, maxBytes);
    return parseSitemap(await unzipped(file), file.finalUrl);
  } catch (error) {
    if (error instanceof StageError && error.disposition !== 'stop-run') return null;
    throw error;
  }
}

async function unzipped({ body, finalUrl }: FetchedPage): Promise<string> {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  const rules = { url: finalUrl, maxBytes, overflow: 'truncate' } as const;
  const content = { body, isTruncated: body.byteLength === maxBytes };
  const plain = isGzip ? await decodeContent(content, ['gzip'], rules) : content;
  return new TextDecoder().decode(plain.body);
}
