/** A link as discovery needs it. */
export interface PageLink {
  /** Absolute, resolved against `<base>`. */
  readonly url: string;
  /** Anchor text, else `title` or the alt text of an image inside; white space folded. */
  readonly text: string;
  readonly isNofollow: boolean;
}

/** Longer addresses are generated, not written; in characters. */
export const maxLinkLength = 400;
/** Links of one page that are looked at; a page with more is a directory, or wants to keep us busy. */
const maxLinks = 5_000;

/** An address that a page declares, null where it is none or too long to be meant. */
export function considerable(url: string | null): string | null {
  return url !== null && url.length <= maxLinkLength ? url : null;
}

/** The links of a page that a crawl may consider, in order. */
export function considerableLinks(links: readonly PageLink[]): readonly PageLink[] {
  return links.filter(({ url }) => considerable(url) !== null).slice(0, maxLinks);
}

/**
 * What the crawl needs to know of a parsed page. The parser is handed in, so that the page is parsed
 * once and the same document goes on to extraction.
 */
export interface ParsedLinks {
  readonly links: readonly PageLink[];
  /** The `lang` attribute of `<html>`, or null. */
  readonly language: string | null;
  /** `<link rel="canonical">`, absolute; null where absent or invalid. */
  readonly canonicalUrl: string | null;
  /** Target of an immediate `<meta http-equiv="refresh">` (at most 5 s), absolute. */
  readonly refreshUrl: string | null;
  /** `<link>` of the head, absolute; of them `alternate` is the same page in another language or form. */
  readonly relations: readonly { readonly rel: string; readonly url: string }[];
}
