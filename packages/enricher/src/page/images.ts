import type { OpenElement } from './open-element.ts';
import type { DocumentImage, Region, Span } from './page-document.ts';
import type { UrlResolver } from './resolve-url.ts';

/** Where lazy loaders keep the address that a script moves to `src`, likeliest first. */
const LAZY_ATTRIBUTES = ['data-src', 'data-lazy-src', 'data-original', 'data-lazy', 'data-echo'];
const SET_ATTRIBUTES = ['srcset', 'data-srcset', 'data-lazy-srcset'];
const PLACEHOLDER = /^\s*(?:$|data:|about:)/i;
/** A longer style attribute is not searched for a background; in characters. */
const MAX_STYLE_LENGTH = 2_000;
const BACKGROUND = /background(?:-image)?\s*:[^;]*?url\(\s*(['"]?)([^'")]+)\1\s*\)/i;

export interface ImageDraft {
  readonly element: string;
  readonly attribute: string;
  readonly src: string;
  readonly srcSpan: Span;
  readonly alt: string;
  readonly title: string;
  readonly id: string;
  readonly className: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly ancestors: string;
  readonly linkHref: string | null;
  readonly region: Region;
  readonly textOffset: number;
}

/** Reads `<img>`, `<input type="image">` and `<source>`; null without an address. */
export function readImage(element: OpenElement): ImageDraft | null {
  if (element.isInert) return null;
  if (element.name === 'input' && element.tag.value('type')?.toLowerCase() !== 'image')
    return null;
  const source = findSource(element);
  const image = source && draftImage(element, source);
  if (image && element.link && element.link.label === '') element.link.label = image.alt;
  return image;
}

/** Reads a background that the element's own style names. */
export function readBackground(element: OpenElement, style: string): ImageDraft | null {
  if (element.isInert || style.length > MAX_STYLE_LENGTH) return null;
  const src = BACKGROUND.exec(style)?.[2];
  if (src === undefined || PLACEHOLDER.test(src)) return null;
  return draftImage(element, { attribute: 'style', src });
}

/** Resolves an image once the base is known; null where the address is none. */
export function finishImage(
  { linkHref, ...image }: ImageDraft,
  urls: UrlResolver,
  index: number,
): DocumentImage | null {
  const url = urls.resolve(image.src);
  if (url === null) return null;
  return { ...image, url, linkUrl: linkHref === null ? null : urls.resolve(linkHref), index };
}

interface ImageSource {
  readonly attribute: string;
  readonly src: string;
}

function findSource({ tag }: OpenElement): ImageSource | null {
  const src = tag.value('src');
  if (src !== undefined && !PLACEHOLDER.test(src) && !tag.has('data-src')) {
    return { attribute: 'src', src };
  }
  for (const attribute of [...LAZY_ATTRIBUTES, 'src']) {
    const lazy = tag.value(attribute);
    if (lazy !== undefined && !PLACEHOLDER.test(lazy)) return { attribute, src: lazy };
  }
  for (const attribute of SET_ATTRIBUTES) {
    const first = /^[\s,]*(\S*[^\s,])/.exec(tag.value(attribute) ?? '')?.[1];
    if (first !== undefined && !PLACEHOLDER.test(first)) return { attribute, src: first };
  }
  return null;
}

function draftImage(element: OpenElement, { attribute, src }: ImageSource): ImageDraft {
  const { tag } = element;
  return {
    element: element.name,
    attribute,
    src,
    srcSpan: tag.span(attribute),
    alt: tag.value('alt') ?? '',
    title: tag.value('title') ?? '',
    id: element.id,
    className: element.className,
    width: pixels(tag.value('width')),
    height: pixels(tag.value('height')),
    ancestors: ancestorMarks(element),
    linkHref: element.link?.href ?? null,
    region: element.region,
    textOffset: element.textOffset,
  };
}

function pixels(value: string | undefined): number | null {
  const digits = /^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$/i.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

function ancestorMarks(element: OpenElement): string {
  const marks: string[] = [];
  for (let frame = element.parent; frame !== null; frame = frame.parent) {
    if (frame.id !== '') marks.push(frame.id);
    if (frame.className !== '') marks.push(frame.className);
  }
  return marks.join(' ');
}
