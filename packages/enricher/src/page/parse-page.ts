import { shortened, trimmedSpan } from './folded.ts';
import { finishTitle } from './head-elements.ts';
import { finishImage } from './images.ts';
import { parseJsonLd } from './json-ld.ts';
import { finishLink } from './links.ts';
import { finishItem } from './microdata.ts';
import type { DocumentImage, DocumentLink, PageDocument, PageSource } from './page-document.ts';
import { MAX_ITEMS } from './page-limits.ts';
import { PageReader } from './page-reader.ts';
import { textRegions } from './region.ts';
import { readHtml } from './read-html.ts';
import { UrlResolver } from './resolve-url.ts';

/**
 * Reads everything that rules need off a page in one pass. Any HTML is taken, however broken; the
 * result's `text` equals `pageText(source.html)`.
 */
export function parsePage(source: PageSource): PageDocument {
  const reader = readPage(source.html);
  const { head } = reader;
  const { text } = reader.text;
  const urls = new UrlResolver(resolvedBase(head.baseHref, source.url));
  return {
    source,
    text,
    language: head.language,
    title: finishTitle(source.html, head.titleSpan),
    canonicalUrl: canonicalUrl(reader, urls),
    refreshUrl: head.refreshHref === null ? null : urls.resolve(head.refreshHref),
    links: reader.links.map((link) => finishLink(link, text, urls)).filter(isPresent),
    images: finishImages(reader, urls),
    metas: head.metas,
    structured: [
      ...reader.jsonLd.flatMap((span) => parseJsonLd(source.html, span)),
      ...reader.items.map((item) => finishItem(item, text, urls)),
    ].slice(0, MAX_ITEMS),
    headings: finishHeadings(reader, text),
    relations: finishRelations(reader, urls),
    protectedTexts: reader.protectedTexts,
    addresses: reader.addresses.map((span) => trimmedSpan(text, shortened(span))),
    regions: textRegions(reader.regionStarts, text),
  };
}

function readPage(html: string): PageReader {
  const reader = new PageReader(html);
  reader.closeAll(readHtml(html, reader));
  return reader;
}

function resolvedBase(baseHref: string | null, pageUrl: string): string {
  if (baseHref === null) return pageUrl;
  const base = URL.parse(baseHref, pageUrl)?.href;
  return base !== undefined && /^https?:/.test(base) ? base : pageUrl;
}

function canonicalUrl({ head }: PageReader, urls: UrlResolver): string | null {
  const canonical = head.relations.find(({ rel }) => rel.split(/\s+/).includes('canonical'));
  const url = canonical === undefined ? null : urls.resolve(canonical.href);
  return url !== null && /^https?:/.test(url) ? url : null;
}

function finishImages({ images, styleImages }: PageReader, urls: UrlResolver): DocumentImage[] {
  const finished: DocumentImage[] = [];
  for (const draft of [...images, ...styleImages]) {
    const image = finishImage(draft, urls, finished.length);
    if (image !== null) finished.push(image);
  }
  return finished;
}

function finishHeadings({ headings }: PageReader, text: string): PageDocument['headings'] {
  return headings.map(({ level, start, end }) => {
    const span = trimmedSpan(text, shortened({ start, end }));
    return { level, text: text.slice(span.start, span.end), span };
  });
}

function finishRelations({ head }: PageReader, urls: UrlResolver): PageDocument['relations'] {
  return head.relations.flatMap((relation) => {
    const url = urls.resolve(relation.href);
    return url === null ? [] : [{ ...relation, url }];
  });
}

function isPresent(link: DocumentLink | null): link is DocumentLink {
  return link !== null;
}
