import type { OpenElement } from './open-element.ts';
import type { DocumentImage } from './page-document.ts';
import { isAddressLength } from './page-limits.ts';
import type { UrlResolver } from './resolve-url.ts';

/** Where lazy loaders keep the address that a script moves to `src`, likeliest first. */
const LAZY_ATTRIBUTES = ['data-src', 'data-lazy-src', 'data-original', 'data-lazy', 'data-echo'];
const SET_ATTRIBUTES = ['srcset', 'data-srcset', 'data-lazy-srcset'];
const PLACEHOLDER = /^\s*(?:$|data:|about:)/i;
/** An image within the address itself; what lazy loaders put there until they load is shorter. */
const DATA_IMAGE = /^\s*data:image\/[^,]{3,60},.{300}/i;
/** Ancestors further out are left out once ids and classes are longer together; in characters. */
const MAX_ANCESTORS_LENGTH = 2_000;
/** A longer style attribute is not searched for a background; in characters. */
const MAX_STYLE_LENGTH = 2_000;
const BACKGROUND = /background(?:-image)?\s*:[^;]*?url\(\s*(['"]?)([^'")]+)\1\s*\)/i;

/** An image as long as its addresses cannot be resolved. */
export interface ImageDraft {
  readonly written: Omit<DocumentImage, 'url' | 'linkUrl' | 'index'>;
  readonly linkHref: string | null;
}

/** Reads `<img>`, `<input type="image">` and `<source>`; null without an address. */
export function readImage(element: OpenElement): ImageDraft | null {
  if (element.isInert) return null;
  if (element.name === 'input' && element.tag.value('type')?.toLowerCase() !== 'image') return null;
  const source = findSource(element);
  const image = source && draftImage(element, source);
  if (image && element.link && element.link.label === '') element.link.label = image.written.alt;
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
  { written, linkHref }: ImageDraft,
  urls: UrlResolver,
  index: number,
): DocumentImage | null {
  const url = urls.resolve(written.src);
  if (url === null) return null;
  return { ...written, url, linkUrl: linkHref === null ? null : urls.resolve(linkHref), index };
}

interface ImageSource {
  readonly attribute: string;
  readonly src: string;
}

function findSource({ tag }: OpenElement): ImageSource | null {
  const src = tag.value('src');
  if (isSource(src) && !tag.has('data-src')) {
    return { attribute: 'src', src };
  }
  for (const attribute of [...LAZY_ATTRIBUTES, 'src']) {
    const lazy = tag.value(attribute);
    if (isSource(lazy)) return { attribute, src: lazy };
  }
  for (const attribute of SET_ATTRIBUTES) {
    const largest = largestOfSet(tag.value(attribute) ?? '');
    if (isSource(largest)) return { attribute, src: largest };
  }
  return src !== undefined && isAddressLength(src) && DATA_IMAGE.test(src)
    ? { attribute: 'src', src }
    : null;
}

function isSource(address: string | undefined): address is string {
  return address !== undefined && isAddressLength(address) && !PLACEHOLDER.test(address);
}

/** The candidate of a `srcset` with the largest descriptor (`2x`, `800w`), the first of equals. */
function largestOfSet(set: string): string | undefined {
  let largest: { readonly address: string; readonly size: number } | null = null;
  for (const [, address = '', size = '1'] of set.matchAll(SET_CANDIDATE)) {
    const written = withoutCommas(address);
    if (written !== '' && Number(size) > (largest?.size ?? 0)) {
      largest = { address: written, size: Number(size) };
    }
  }
  return largest?.address;
}

/** An address may hold commas, but neither begins nor ends with one. */
const SET_CANDIDATE = /([^\s,]\S*)(?:\s+(\d{1,5}(?:\.\d{1,3})?)[wx](?=[\s,]|$))?/g;

function withoutCommas(address: string): string {
  let end = address.length;
  while (address[end - 1] === ',') end -= 1;
  return address.slice(0, end);
}

/** Makes an element an image, from its attributes and where it stands. */
export function draftImage(element: OpenElement, { attribute, src }: ImageSource): ImageDraft {
  const { name, tag, id, className, region, textOffset, link } = element;
  const written = {
    element: name,
    attribute,
    src,
    srcSpan: tag.span(attribute),
    alt: tag.value('alt') ?? '',
    title: tag.value('title') ?? '',
    id,
    className,
    width: pixels(tag.value('width')),
    height: pixels(tag.value('height')),
    ancestors: ancestorMarks(element),
    region,
    textOffset,
  };
  return { written, linkHref: link?.href ?? null };
}

function pixels(value: string | undefined): number | null {
  if (value === undefined) return null;
  const digits = /^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$/i.exec(value)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Ids and classes of an element's ancestors, nearest first. */
export function ancestorMarks(element: OpenElement): string {
  let marks = '';
  for (let frame = element.parent; frame !== null; frame = frame.parent) {
    for (const mark of [frame.id, frame.className]) {
      if (mark !== '') marks = marks === '' ? mark : `${marks} ${mark}`;
    }
    if (marks.length > MAX_ANCESTORS_LENGTH) break;
  }
  return marks;
}
