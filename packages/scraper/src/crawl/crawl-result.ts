import { z } from 'zod';

/** Where a page's bytes lie in a page archive. `file` is relative to the folder of all runs. */
export const archiveReferenceSchema = z.object({
  file: z.string(),
  /** Of the gzip member, in bytes. */
  offset: z.number().int().nonnegative(),
  length: z.number().int().positive(),
});
export type ArchiveReference = z.infer<typeof archiveReferenceSchema>;

/** A page that a crawl kept. */
export const crawledPageSchema = z.object({
  /** After redirects; what relative links resolve against, `<base>` aside. */
  url: z.string(),
  /** Why it was chosen: `home`, `contact`, `about`, `imprint`, `team`, … */
  role: z.string(),
  /** Over the body bytes after content decoding. */
  sha256: z.string().length(64),
  /** WHATWG label of the encoding that decodes the body. */
  charset: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Why the page was opened in a browser: its bytes are the document as scripts left it. Absent where it was not. */
  renderedFor: z.string().optional(),
  archive: archiveReferenceSchema,
});
export type CrawledPage = z.infer<typeof crawledPageSchema>;

/** A page that was tried and could not be had. */
export const missedPageSchema = z.object({ url: z.string(), role: z.string(), reason: z.string() });
export type MissedPage = z.infer<typeof missedPageSchema>;

/** The value of a crawl stage. */
export const crawlResultSchema = z.object({
  /** Where the site lives after redirects of its home page. */
  homeUrl: z.string(),
  /** Home page first, then in the order of their scores. */
  pages: z.array(crawledPageSchema).min(1),
  missed: z.array(missedPageSchema),
});
export type CrawlResult = z.infer<typeof crawlResultSchema>;

/** Needs that were not seen on the page itself: every page was to be rendered, or an earlier crawl had seen it. */
export const alwaysNeed = 'always';
export const learnedNeed = 'earlier_run';

/**
 * Whether a crawl found no page that plain HTTP got. Needs that it did not see itself do not count, so what
 * was learned is seen anew by every second crawl.
 */
export function neededBrowser({ pages }: CrawlResult): boolean {
  const unseen = new Set([undefined, alwaysNeed, learnedNeed]);
  return pages.every(({ renderedFor }) => !unseen.has(renderedFor));
}
