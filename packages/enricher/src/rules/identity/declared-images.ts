import type { Json } from '@sluice/core';
import type { PageDocument } from '../../page/page-document.ts';
import { isAddressLength } from '../../page/page-limits.ts';
import type { Finding } from '../../evidence/quote.ts';
import { quoteStructured } from '../../evidence/quote-structured.ts';
import { quoteWithinHtml } from './quote-within.ts';
import { organisations } from './organisations.ts';
import { FAVICON, SHARED_PICTURE } from './image-words.ts';
import type { SiteContext } from './site-context.ts';

/** Images that a page's structured data names as the firm's `logo` or `image`, the home page's first. */
export function declaredImages(site: SiteContext, property: 'logo' | 'image'): readonly Finding[] {
  return site.pages.flatMap((page) => [...declaredOn(page, property)]);
}

function* declaredOn(page: PageDocument, property: 'logo' | 'image'): Generator<Finding> {
  for (const item of organisations(page)) {
    const written = addressOf(item.data[property]);
    const url = written === null ? null : URL.parse(written, page.source.url);
    if (written === null || url === null || !/^https?:$/.test(url.protocol)) continue;
    if (SHARED_PICTURE.test(url.href) || FAVICON.test(url.href)) continue;
    const quote = quoteStructured(page, item, written);
    if (quote === null) continue;
    yield {
      value: url.href,
      quote,
      method: `${item.syntax}_${property}`,
      confidence: DECLARED_CONFIDENCE,
    };
  }
}

const DECLARED_CONFIDENCE = 0.95;

/** Schema.org allows an address, an ImageObject or a list of either. */
function addressOf(value: Json | undefined): string | null {
  if (typeof value === 'string') {
    const address = value.trim();
    return address !== '' && isAddressLength(address) ? address : null;
  }
  if (isList(value)) return addressOf(value[0]);
  if (value === null || typeof value !== 'object') return null;
  return addressOf(value['url'] ?? value['contentUrl'] ?? value['@id']);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

const OPEN_GRAPH_IMAGE = /^(?:og:image(?::(?:secure_)?url)?|twitter:image(?::src)?|image_src)$/;

/** The picture a page offers for sharing; null where it is its icon, a blank or a platform's own. */
export function sharedImage(page: PageDocument): Finding | null {
  for (const meta of page.metas) {
    if (!OPEN_GRAPH_IMAGE.test(meta.name)) continue;
    const url = URL.parse(meta.content.trim(), page.source.url);
    if (url === null || !/^https?:$/.test(url.protocol) || SHARED_PICTURE.test(url.href)) continue;
    if (isIcon(page, url)) continue;
    const quote = quoteWithinHtml(page, meta.span, meta.content.trim());
    return { value: url.href, quote, method: 'open_graph', confidence: 0.7 };
  }
  return null;
}

/** Whether browsers or phones show the picture for the site; that one spells the address with https says nothing. */
function isIcon({ relations }: PageDocument, { host, pathname }: URL): boolean {
  return relations.some(({ rel, url }) => {
    const icon = /\bicon\b/.test(rel) ? URL.parse(url) : null;
    return icon !== null && icon.host === host && icon.pathname === pathname;
  });
}
