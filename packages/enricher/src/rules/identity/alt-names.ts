import { quoteHtml } from '../../evidence/quote.ts';
import type { Span } from '../../page/page-document.ts';
import type { ImageView } from './image-view.ts';
import { isLogoLike } from './image-words.ts';
import type { RawName } from './name-candidates.ts';
import { spanWithin } from './quote-within.ts';
import { titleParts } from './title-parts.ts';

/** Logos further down a page are those of others. */
const MAX_DEPTH = 0.3;

/** Names in the alt texts of images that look like a logo or lead home. */
export function* altNames(views: readonly ImageView[]): Generator<RawName> {
  for (const view of views) {
    const { alt, region } = view.image;
    if (alt === '' || region === 'footer') continue;
    if (!view.isHomeLink && !(view.depth <= MAX_DEPTH && isLogoLike(view.words))) continue;
    for (const raw of new Set([alt, ...titleParts(alt)])) yield* altName(view, raw);
  }
}

function* altName({ image, page }: ImageView, raw: string): Generator<RawName> {
  const tag = imageTag(page.source.html, image.srcSpan);
  const span = spanWithin(page.source.html, tag, raw);
  if (span !== null) yield { raw, source: 'logo_alt', quote: quoteHtml(page, span) };
}

function imageTag(html: string, src: Span): Span {
  const end = html.indexOf('>', src.end);
  return { start: html.lastIndexOf('<', src.start), end: end === -1 ? html.length : end };
}
