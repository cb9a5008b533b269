import type { DocumentImage } from '../../page/page-document.ts';

/** In CSS pixels; null where unknown. */
interface ImageSize {
  readonly width: number | null;
  readonly height: number | null;
}

const SIZE_IN_NAME = /(?<!\d)(\d{2,4})x(\d{2,4})(?!\d)/;
const WIDTH_IN_QUERY = /[?&]w(?:idth)?=(\d{2,4})\b/i;

/** An image's size by its attributes, else by its address: `hero-1200x400.jpg`, `?width=900`. */
export function imageSize({ width, height, url }: DocumentImage): ImageSize {
  if (width !== null || height !== null || url.startsWith('data:')) return { width, height };
  const named = SIZE_IN_NAME.exec(url);
  if (named !== null) return { width: Number(named[1]), height: Number(named[2]) };
  const asked = WIDTH_IN_QUERY.exec(url);
  return { width: asked === null ? null : Number(asked[1]), height: null };
}

/** Anything thinner is a line, a bullet or a tracker. */
const MIN_SIDE_PX = 12;
const SPACER =
  /(?<![a-z0-9])(?:spacer|blank(?:er)?|(?:clear)?dot|pixel|shim|transparent|1x1|trans|clear|pix|loader|loading|sprite|placeholder)\d*\.\w{3,4}(?:$|\?)|\/(?:pixel|beacon|track(?:ing|er)?|counter)\b/i;

const FILM = /\.(?:mp4|m4v|webm|ogv|mov)(?:$|\?)/i;

/** Whether an address is that of a film rather than of a picture. */
export function isFilm({ url }: DocumentImage): boolean {
  return FILM.test(url);
}

/** Whether an image is there for layout or counting rather than to be seen. */
export function isSpacer(image: DocumentImage): boolean {
  const { width, height } = image;
  if (width !== null && width < MIN_SIDE_PX) return true;
  if (height !== null && height < MIN_SIDE_PX) return true;
  return SPACER.test(image.url);
}
