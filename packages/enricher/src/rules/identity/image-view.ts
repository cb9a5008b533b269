import type { DocumentImage, PageDocument } from '../../page/page-document.ts';
import { imageSize, isFilm, isSpacer } from './image-size.ts';
import { type ImageWords, imageWords } from './image-words.ts';
import { type SiteContext, hostOf, isHomeUrl, isOnSite } from './site-context.ts';

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
  /** How many distinct images with links, itself included, have its very height; 0 where it has no link or height. */
  readonly inRow: number;
  /** How many distinct images stand inside the same elements; 1 where these have no id or class. */
  readonly inPlace: number;
  /** 0 to 1, by the text that stands before it. */
  readonly depth: number;
}

/**
 * Views of all pages' images, each where it first stands, the home page before the others. A link to home
 * counts from whichever page has it, for a home page often does not link to itself.
 */
export function viewSite(site: SiteContext): readonly ImageView[] {
  const homeLinked = homeLinkedUrls(site);
  const seen = new Set<string>();
  return site.pages.flatMap((page) => viewPage(page, site, homeLinked, seen));
}

function homeLinkedUrls(site: SiteContext): ReadonlySet<string> {
  const images = site.pages.flatMap((page) => page.images);
  const linked = images.filter(({ linkUrl }) => linkUrl !== null && isHomeUrl(linkUrl, site));
  return new Set(linked.map(({ url }) => url));
}

/** Views of the images that no earlier page has; adds them to `seen`. */
function viewPage(
  page: PageDocument,
  site: SiteContext,
  homeLinked: ReadonlySet<string>,
  seen: Set<string>,
): readonly ImageView[] {
  const images = distinctImages(page);
  const foreign = foreignHosts(images, site);
  const places = countBy(images, ({ ancestors }) => ancestors);
  const rows = countBy(images.filter(isLinked), ({ height }) => height);
  const view = (image: DocumentImage, rank: number): ImageView => ({
    image,
    page,
    rank,
    ...imageSize(image),
    words: imageWords(image),
    isHomeLink: homeLinked.has(image.url),
    isOutLink: isWebAddress(image.linkUrl) && !isOnSite(image.linkUrl, site),
    isForeign: foreign.has(hostOf(image.url)),
    inRow: isLinked(image) && image.height !== null ? (rows.get(image.height) ?? 0) : 0,
    inPlace: image.ancestors === '' ? 1 : (places.get(image.ancestors) ?? 1),
    depth: page.text.length === 0 ? 0 : image.textOffset / page.text.length,
  });
  const ranked = [...images.entries()].filter(([, { url }]) => !seen.has(url));
  for (const [, { url }] of ranked) seen.add(url);
  return ranked.map(([rank, image]) => view(image, rank));
}

function isLinked({ linkUrl }: DocumentImage): boolean {
  return linkUrl !== null;
}

/** A host that serves this many of a page's images, and this share, is where the site keeps them. */
const MIN_HOST_IMAGES = 3;
const MIN_HOST_SHARE = 0.25;

/** Hosts that serve images to the page without being the site's own or where it keeps its files. */
function foreignHosts(
  images: readonly DocumentImage[],
  site: SiteContext,
): ReadonlySet<string | null> {
  const needed = Math.max(MIN_HOST_IMAGES, images.length * MIN_HOST_SHARE);
  const counts = [...countBy(images, ({ url }) => hostOf(url))];
  const rare = counts.filter(([, count]) => count < needed).map(([host]) => host);
  return new Set(rare.filter((host) => host !== null && !isOnSite(`https://${host}/`, site)));
}

function countBy<Key>(
  images: readonly DocumentImage[],
  keyOf: (image: DocumentImage) => Key,
): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const image of images) counts.set(keyOf(image), (counts.get(keyOf(image)) ?? 0) + 1);
  return counts;
}

/** Pages of catalogues hold hundreds of images; a logo or banner is not among the last. */
const MAX_IMAGES_PER_PAGE = 120;

/** A page's images, each once, without spacers, trackers and films. */
function distinctImages(page: PageDocument): readonly DocumentImage[] {
  const byUrl = new Map<string, DocumentImage>();
  for (const image of page.images) {
    if (byUrl.size === MAX_IMAGES_PER_PAGE) break;
    if (byUrl.has(image.url) || !/^(?:https?:|data:image\/)/i.test(image.url)) continue;
    if (!isSpacer(image) && !isFilm(image)) byUrl.set(image.url, image);
  }
  return [...byUrl.values()];
}

function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:/i.test(url);
}
