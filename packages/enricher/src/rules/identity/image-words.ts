import type { DocumentImage } from '../../page/page-document.ts';

/** The texts around an image that rules look for words in, in lower case, humps and signs apart. */
export interface ImageWords {
  readonly file: string;
  /** Folders of the address. */
  readonly folder: string;
  readonly alt: string;
  /** Own id and class. */
  readonly own: string;
  /** Ids and classes of the nearest ancestors. */
  readonly near: string;
}

/** Ancestors further out say where on the page an image is, not what it is. */
const NEAR_TOKENS = 6;

/** Splits up what is written about an image. */
export function imageWords(image: DocumentImage): ImageWords {
  // An image within the page has no name of its own.
  const path = image.url.startsWith('data:') ? '' : image.url.replace(/^[a-z]+:\/\/[^/]*/i, '');
  const cut = path.split('?', 1)[0]?.lastIndexOf('/') ?? -1;
  return {
    file: splitHumps(path.slice(cut + 1)),
    folder: splitHumps(path.slice(0, cut + 1)),
    alt: image.alt.toLowerCase(),
    own: splitHumps(`${image.id} ${image.className}`),
    near: splitHumps(image.ancestors.split(' ', NEAR_TOKENS).join(' ')),
  };
}

function splitHumps(text: string): string {
  const lower = text.toLowerCase();
  // Most texts have no humps, and looking for them takes longer than all else.
  const split = lower === text ? text : text.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  return split.replaceAll('%20', '-');
}

/**
 * `logo` as a word or a part of one, but not in `catalogo`, `logout` or `logon`. It starts with a literal,
 * which the engine finds fast.
 */
export const LOGO_WORD =
  /logo(?<!(?:cata|ana|epi|dia|homo)logo)(?!ut|ff|n(?![a-z])|g[rio]|p[aäe]d|sph|s?[-_ ]?(?:bar|strip|row|wall|grid|cloud|carousel|slider))|wordmark|brand-?mark|name-?plate/;

/** Whether an image calls itself a logo in its file name, alt, class, id or nearest ancestors. */
export function isLogoLike({ file, alt, own, near }: ImageWords): boolean {
  return [file, alt, own, near].some((text) => LOGO_WORD.test(text));
}

/** Stand-ins that platforms serve, or templates name, where an owner has set no picture. */
export const SHARED_PICTURE =
  /\/blank\.\w+|s0\.wp\.com\/i\/|default[-_]?(?:og|share|image)|no[-_]?image|placeholder|(?:to[-_]?be|da)[-_]?(?:added|defined|aggiungere|definire)|gravatar\.com/i;

/** The funds of the European Union that paid for a site, whose signs it has to show. */
export const FUNDING =
  /\bespa\b|\bfeder\b|\berdf\b|\befre\b|\bpnrr\b|fesr|kit-?digital|next-?gen\w*-?eu|eu-?fund/;

/** The picture of a browser's tab, too small to be shown as anything else. */
export const FAVICON = /favicon/i;
