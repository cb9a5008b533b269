import { getDomain } from 'tldts';
import type { DocumentImage, PageDocument } from '../../page/page-document.ts';
import { type ImageWords, imageWords } from './image-words.ts';
import { type SiteContext, isHomeUrl, isOnSite } from './site-context.ts';

/** What is known of one image of one page when its signals are weighed. */
export interface ImageView {
  readonly image: DocumentImage;
  readonly page: PageDocument;
  readonly words: ImageWords;
  /** In CSS pixels, from the attributes or else from the file name (`hero-1200x400.jpg`); null where unknown. */
  readonly width: number | null;
  readonly height: number | null;
  /** Position among the page's distinct images that are not spacers or trackers, from 0. */
  readonly rank: number;
  readonly isHomeLink: boolean;
  /** Leads to another site. */
  readonly isOutLink: boolean;
  /** Comes from a host that serves little else here. */
  readonly isForeign: boolean;
  /** 0 to 1, by the text that stands before it. */
  readonly depth: number;
}

/** One reason for or against an image, in points. */
export interface ImageSignal<Context> {
  /** Names the method of the evidence when it is the strongest. */
  readonly name: string;
  readonly weight: number;
  readonly applies: (view: ImageView, context: Context) => boolean;
}

/** Points of an image and the signal that gave most of them. */
export interface ImageScore {
  readonly score: number;
  readonly reason: string;
}

/** Adds up the signals that apply. */
export function weighImage<Context>(
  view: ImageView,
  context: Context,
  signals: readonly ImageSignal<Context>[],
): ImageScore {
  let score = 0;
  let strongest: ImageSignal<Context> | null = null;
  for (const signal of signals) {
    if (!signal.applies(view, context)) continue;
    score += signal.weight;
    if (strongest === null || signal.weight > strongest.weight) strongest = signal;
  }
  return { score, reason: strongest?.name ?? 'none' };
}

/** Pages of catalogues hold hundreds of images; a logo or banner is not among the last. */
const MAX_IMAGES_PER_PAGE = 120;

/** Views of a page's distinct images, without spacers, trackers and data addresses. */
export function viewImages(page: PageDocument, site: SiteContext): readonly ImageView[] {
  const images = distinctImages(page);
  const hosts = Map.groupBy(images, ({ url }) => getDomain(url));
  const isKeptHere = (url: string): boolean =>
    (hosts.get(getDomain(url))?.length ?? 0) >=
    Math.max(MIN_HOST_IMAGES, images.length * MIN_HOST_SHARE);
  return images.map((image, rank) => ({
    image,
    page,
    rank,
    ...imageSize(image),
    words: imageWords(image),
    isHomeLink: image.linkUrl !== null && isHomeUrl(image.linkUrl, site),
    isOutLink: isWebAddress(image.linkUrl) && !isOnSite(image.linkUrl, site),
    isForeign: !isOnSite(image.url, site) && !isKeptHere(image.url),
    depth: page.text.length === 0 ? 0 : image.textOffset / page.text.length,
  }));
}

/** A host that serves this many of a page's images, and this share, is where the site keeps them. */
const MIN_HOST_IMAGES = 3;
const MIN_HOST_SHARE = 0.25;

function distinctImages(page: PageDocument): readonly DocumentImage[] {
  const byUrl = new Map<string, DocumentImage>();
  for (const image of page.images) {
    if (byUrl.size === MAX_IMAGES_PER_PAGE) break;
    if (byUrl.has(image.url) || !/^https?:/i.test(image.url)) continue;
    if (!isSpacer(image)) byUrl.set(image.url, image);
  }
  return [...byUrl.values()];
}

function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:/i.test(url);
}

interface ImageSize {
  readonly width: number | null;
  readonly height: number | null;
}

const SIZE_IN_NAME = /(?<!\d)(\d{2,4})x(\d{2,4})(?!\d)/;

function imageSize(image: DocumentImage): ImageSize {
  if (image.width !== null || image.height !== null)
    return { width: image.width, height: image.height };
  const [, width, height] = SIZE_IN_NAME.exec(image.url) ?? [];
  if (width !== undefined && height !== undefined)
    return { width: Number(width), height: Number(height) };
  const query = /[?&]w(?:idth)?=(\d{2,4})\b/i.exec(image.url)?.[1];
  return { width: query === undefined ? null : Number(query), height: null };
}

/** Anything thinner is a line, a bullet or a tracker. */
const MIN_SIDE_PX = 12;
const SPACER =
  /(?:spacer|blank(?:er)?|(?:clear)?dot|pixel|shim|transparent|1x1|trans|clear|pix|loader|loading|sprite|placeholder)\d*\.\w{3,4}$|\/(?:pixel|beacon|track(?:ing|er)?|counter)\b/i;

function isSpacer(image: DocumentImage): boolean {
  const size = imageSize(image);
  if (size.width !== null && size.width < MIN_SIDE_PX) return true;
  if (size.height !== null && size.height < MIN_SIDE_PX) return true;
  return SPACER.test(image.url.split('?', 1)[0] ?? '');
}
