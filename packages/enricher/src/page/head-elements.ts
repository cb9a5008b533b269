import { decodeHTML } from 'entities';
import { folded, shortened, trimmedSpan } from './folded.ts';
import { type OpenElement, whenClosed } from './open-element.ts';
import type { DocumentMeta, PageDocument, Span } from './page-document.ts';
import { isAddressLength, MAX_PARTS } from './page-limits.ts';

/** A refresh that waits longer is for readers, not a redirect; in seconds. */
const MAX_REFRESH_S = 5;

const META_NAMES = ['name', 'property', 'http-equiv', 'itemprop'];

/** What the head of a page says about it, gathered while it is read. */
export class PageHead {
  readonly metas: DocumentMeta[] = [];
  readonly relations: { readonly rel: string; readonly href: string; readonly hrefSpan: Span }[] =
    [];
  language: string | null = null;
  baseHref: string | null = null;
  refreshHref: string | null = null;
  titleSpan: Span | null = null;

  readHtml({ tag }: OpenElement): void {
    this.language ??= tag.value('lang') || tag.value('xml:lang') || null;
  }

  readBase({ tag }: OpenElement): void {
    this.baseHref ??= tag.value('href') ?? null;
  }

  readTitle(element: OpenElement): void {
    if (this.titleSpan !== null || element.isUnread) return;
    const start = element.contentStart;
    whenClosed(element, ({ contentEnd }) => {
      this.titleSpan ??= { start, end: contentEnd };
    });
  }

  readMeta({ tag, isUnread }: OpenElement): void {
    const content = tag.value('content');
    if (content === undefined || this.metas.length >= MAX_PARTS) return;
    const span = tag.span('content');
    for (const kind of META_NAMES) {
      const name = tag.value(kind)?.trim().toLowerCase();
      if (name) this.metas.push({ name, content, span });
    }
    if (tag.value('http-equiv')?.toLowerCase() === 'refresh' && !isUnread) {
      this.refreshHref ??= refreshTarget(content);
    }
  }

  readRelation({ tag, isInert }: OpenElement): void {
    const rel = tag.value('rel');
    const href = tag.value('href');
    if (rel === undefined || href === undefined || isInert || !isAddressLength(href)) return;
    if (this.relations.length >= MAX_PARTS) return;
    this.relations.push({ rel: rel.trim().toLowerCase(), href, hrefSpan: tag.span('href') });
  }
}

function refreshTarget(content: string): string | null {
  const [, seconds, target] =
    /^\s*(\d*)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?(.+)$/is.exec(content) ?? [];
  if (seconds === undefined || Number(seconds) > MAX_REFRESH_S) return null;
  return target?.trim().replace(/^(['"])(.*)\1$/s, '$2') || null;
}

/** The title with white space folded, and where it stands in `html`. */
export function finishTitle(html: string, titleSpan: Span | null): PageDocument['title'] {
  if (titleSpan === null) return null;
  const span = trimmedSpan(html, shortened(titleSpan));
  return { text: folded(decodeHTML(html.slice(span.start, span.end))), span };
}
