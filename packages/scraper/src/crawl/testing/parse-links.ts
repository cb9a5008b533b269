import type { PageToParse } from '../crawl-ports.ts';
import type { PageLink, ParsedLinks } from '../page-links.ts';
import type { PageFacts } from '../told-facts.ts';

/** A parsed page as tests see it: enough of HTML for pages that tests write. */
export interface TestDocument extends ParsedLinks {
  readonly url: string;
  readonly role: string;
}

/** Parses links, canonical address and refresh off a page. */
export function parseLinks({ url, role, html }: PageToParse): TestDocument {
  const canonical = /<link rel="canonical" href="([^"]*)"/.exec(html)?.[1];
  const refresh = /http-equiv="refresh" content="\d+; ?url=([^"]*)"/.exec(html)?.[1];
  return {
    url,
    role,
    links: [...html.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)/g)].flatMap((match) =>
      link(match[1] ?? '', match[2] ?? '', url),
    ),
    language: /<html lang="([^"]*)"/.exec(html)?.[1] ?? null,
    canonicalUrl: canonical === undefined ? null : new URL(canonical, url).href,
    relations: [...html.matchAll(/<link rel="(alternate)" href="([^"]*)"/g)].map(
      ([, rel = '', href = '']) => ({ rel, url: new URL(href, url).href }),
    ),
    refreshUrl: refresh === undefined ? null : new URL(refresh, url).href,
  };
}

function link(href: string, text: string, base: string): PageLink[] {
  const url = URL.parse(href, base);
  return url === null ? [] : [{ url: url.href, text, isNofollow: false }];
}

/** What a page tells in links: who its owner is counts as told by `about:` in these tests. */
export function linkedFacts({ links }: TestDocument): PageFacts {
  const has = (scheme: string): boolean => links.some(({ url }) => url.startsWith(scheme));
  return { phone: has('tel:'), email: has('mailto:'), description: has('about:') };
}
