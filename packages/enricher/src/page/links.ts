import { folded, shortened, trimmedSpan } from './folded.ts';
import { type OpenElement, whenClosed } from './open-element.ts';
import type { DocumentLink, Region, Span } from './page-document.ts';
import { isAddressLength } from './page-limits.ts';
import type { UrlResolver } from './resolve-url.ts';

export interface LinkDraft {
  readonly href: string;
  readonly hrefSpan: Span;
  readonly rel: string;
  readonly region: Region;
  /** What names the link where it has no text: its title, else an image inside. */
  label: string;
  readonly textStart: number;
  textEnd: number;
}

/** Reads `<a>`, `<area>` and `<frame>`; null without an address. */
export function readLink(element: OpenElement): LinkDraft | null {
  const { name, tag, textOffset } = element;
  const addressAttribute = name === 'frame' ? 'src' : 'href';
  const href = tag.value(addressAttribute);
  if (href === undefined || element.isInert || !isAddressLength(href)) return null;
  const link: LinkDraft = {
    href,
    hrefSpan: tag.span(addressAttribute),
    rel: (tag.value('rel') ?? '').toLowerCase(),
    region: element.region,
    label: tag.value('alt') ?? tag.value('aria-label') ?? tag.value('title') ?? '',
    textStart: textOffset,
    textEnd: textOffset,
  };
  if (name === 'a') {
    element.link = link;
    whenClosed(element, ({ textOffset: end }) => (link.textEnd = end));
  }
  return link;
}

/** Resolves a link once text and base are known; null where the address is none. */
export function finishLink(link: LinkDraft, text: string, urls: UrlResolver): DocumentLink | null {
  const url = urls.resolve(link.href);
  if (url === null) return null;
  const textSpan = trimmedSpan(text, shortened({ start: link.textStart, end: link.textEnd }));
  const words = text.slice(textSpan.start, textSpan.end);
  const { href, hrefSpan, rel, region } = link;
  return {
    url,
    href,
    text: words === '' ? folded(link.label) : words.replace(/[\n\t]/g, ' '),
    isNofollow: rel !== '' && /\bnofollow\b/.test(rel),
    textSpan,
    hrefSpan,
    rel,
    region,
  };
}
