import { ancestorMarks, draftImage, type ImageDraft } from './images.ts';
import type { OpenElement } from './open-element.ts';
import type { Span } from './page-document.ts';

/** A longer drawing is an illustration; in characters. */
const MAX_DRAWING_LENGTH = 8_000;
const MARK = /logo|brand/i;

/**
 * Reads an `<svg>` that may be the site's mark: by what it or the elements around are called, or by being
 * the link of a header. Pages draw their icons so too, by the dozen.
 *
 * @returns what makes it an image once its end is known; null where it is none of these
 */
export function readDrawing(
  element: OpenElement,
  html: string,
): ((span: Span) => ImageDraft | null) | null {
  const { isInert, id, className, link, region, tag } = element;
  if (isInert) return null;
  const label = tag.value('aria-label') ?? '';
  const marks = `${id} ${className} ${label} ${ancestorMarks(element)}`;
  if (!MARK.test(marks) && (link === null || region !== 'header')) return null;
  const { written, linkHref } = draftImage(element, { attribute: 'svg', src: '' });
  return (span) => {
    const src = drawingAddress(html.slice(span.start, span.end));
    return src === null
      ? null
      : { linkHref, written: { ...written, alt: label, src, srcSpan: span } };
  };
}

/** A drawing as an address of its own; null where it is incomplete or draws on the rest of the page. */
function drawingAddress(drawing: string): string | null {
  if (drawing.length > MAX_DRAWING_LENGTH || !/<\/svg\s*>$/i.test(drawing)) return null;
  if (/<(use|image|foreignObject|script)[\s>]/i.test(drawing)) return null;
  const named = /^<svg[^>]*\sxmlns\s*=/i.test(drawing)
    ? drawing
    : drawing.replace(/^<svg/i, '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml;base64,${Buffer.from(named).toString('base64')}`;
}
