/** A link as discovery needs it. */
export interface PageLink {
  /** Absolute, resolved against `<base>`. */
  readonly url: string;
  /** Anchor text, else `title` or the alt text of an image inside; white space folded. */
  readonly text: string;
  readonly isNofollow: boolean;
}

/**
 * What the crawl needs to know of a parsed page. The parser is handed in, so that the page is parsed
 * once and the same document goes on to extraction.
 */
export interface ParsedLinks {
  readonly links: readonly PageLink[];
  /** `<link rel="canonical">`, absolute; null where absent or invalid. */
  readonly canonicalUrl: string | null;
  /** Target of an immediate `<meta http-equiv="refresh">` (at most 5 s), absolute. */
  readonly refreshUrl: string | null;
}
