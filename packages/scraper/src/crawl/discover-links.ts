import { StageError } from '@sluice/core';
import { decodeContent } from '../fetch/decode-content.ts';
import type { FetchedPage } from '../fetch/page-fetcher.ts';
import type { HomePage } from './open-home-page.ts';
import type { PageLink, ParsedLinks } from './page-links.ts';
import type { PageVisitor } from './page-visitor.ts';
import { scoreLinks, type ScoredLink } from './score-links.ts';
import { parseSitemap, type Sitemap } from './sitemap.ts';
import type { SiteScope } from './site-scope.ts';
import { wellKnownPages } from './well-known-pages.ts';

/** What discovery found, best first. */
export interface Discovery {
  readonly links: readonly ScoredLink[];
  /** True when nothing names them: they are only where such pages usually are. */
  readonly areGuesses: boolean;
  /** Sitemaps that were guessed and do not exist. */
  readonly wrongGuesses: number;
}

/** Bytes of one sitemap file that are read: about 1,000 addresses, which take 15 ms to parse. */
const maxSitemapBytes = 128 * 1024;
/** Sitemap files that are asked for, index included. */
const maxSitemapFiles = 3;

/**
 * Finds the pages of a site that are worth a visit. A home page that links to a contact page or an
 * imprint, or carries an e-mail address or phone number as a link, says enough. Else the sitemap is
 * asked, and only where that tells nothing either are addresses guessed: every wrong guess costs the
 * site a request.
 */
export async function discoverLinks<Page extends ParsedLinks>(
  home: HomePage<Page>,
  scope: SiteScope,
  visitor: PageVisitor<Page>,
): Promise<Discovery> {
  const { links: written } = home.visited;
  const linked = scoreLinks(written, scope);
  if (linked.some(tellsContact) || written.some(isContactLink)) {
    return { links: linked, areGuesses: false, wrongGuesses: 0 };
  }
  const sitemaps = await readSitemaps(scope, visitor);
  const listed = scoreLinks([...written, ...sitemaps.links], scope);
  const areGuesses = listed.length === 0;
  const links = areGuesses ? wellKnownPages(scope.homeUrl) : listed;
  return { links, areGuesses, wrongGuesses: sitemaps.wrongGuesses };
}

function tellsContact({ role }: ScoredLink): boolean {
  return role === 'contact' || role === 'imprint';
}

function isContactLink({ url }: PageLink): boolean {
  return /^(mailto|tel):/i.test(url);
}

async function readSitemaps<Page extends ParsedLinks>(
  scope: SiteScope,
  visitor: PageVisitor<Page>,
): Promise<{ links: PageLink[]; wrongGuesses: number }> {
  const { sitemaps: named } = await visitor.check(scope.homeUrl);
  const isGuess = named.length === 0;
  const waiting = isGuess ? [new URL('/sitemap.xml', scope.homeUrl).href] : [...named];
  const pages: string[] = [];
  let wrongGuesses = 0;
  for (let files = 0; files < maxSitemapFiles && waiting.length > 0; files += 1) {
    const [url] = waiting.sort(byPromise).splice(0, 1);
    const sitemap = await readSitemap(url!, visitor);
    if (sitemap === null && isGuess && files === 0) wrongGuesses += 1;
    pages.push(...(sitemap?.pages ?? []));
    waiting.push(...(sitemap?.sitemaps ?? []));
  }
  const links = pages.map((url) => ({ url, text: '', isNofollow: false }));
  return { links, wrongGuesses };
}

/** Sitemaps of pages before unnamed ones before those of posts, products and pictures. */
function byPromise(a: string, b: string): number {
  return promise(a) - promise(b);
}

function promise(url: string): number {
  if (/page|site(?!map)|static|main/i.test(url)) return 0;
  return /post|product|image|video|news|tag|categor|author|event|blog/i.test(url) ? 2 : 1;
}

/** A sitemap that cannot be had is no reason to give up a site that can be read. */
async function readSitemap<Page extends ParsedLinks>(
  url: string,
  visitor: PageVisitor<Page>,
): Promise<Sitemap | null> {
  try {
    const file = await visitor.fetchFile(url, maxSitemapBytes);
    return parseSitemap(await unzipped(file), file.finalUrl);
  } catch (error) {
    if (error instanceof StageError && error.disposition !== 'stop-run') return null;
    throw error;
  }
}

async function unzipped({ body, finalUrl }: FetchedPage): Promise<string> {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  const rules = { url: finalUrl, maxBytes: maxSitemapBytes, overflow: 'truncate' } as const;
  const content = { body, isTruncated: body.byteLength === maxSitemapBytes };
  const plain = isGzip ? await decodeContent(content, ['gzip'], rules) : content;
  return new TextDecoder().decode(plain.body);
}
