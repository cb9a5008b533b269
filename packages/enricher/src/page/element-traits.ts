/** Opened and closed at once. */
export const VOID = 1;
/** Its edges break the line. */
export const BLOCK = 2;
/** A replaced element: what stands on its two sides is not one word. */
export const SPACED = 4;
/** Its text is not the page's. */
export const UNREAD = 8;
export const CELL = 16;
export const ROW = 32;
export const ANCHOR = 64;
export const PREFORMATTED = 128;
/** May be marked as a region by id or class. */
export const CONTAINER = 256;
/** Its name is that of a region. */
export const LANDMARK = 512;
/** A part of the page document is read off it. */
export const NOTABLE = 1024;

const NAMES_BY_TRAIT: readonly (readonly [trait: number, names: string])[] = [
  [
    VOID,
    'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
  ],
  [
    BLOCK,
    'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset ' +
      'figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol ' +
      'p pre search section summary table tbody tfoot thead tr ul xmp',
  ],
  [SPACED, 'audio button canvas embed iframe img input object select svg textarea video'],
  [
    UNREAD,
    'audio canvas datalist iframe noembed noframes noscript rp script select style svg template textarea title video',
  ],
  [CELL, 'td th'],
  [ROW, 'tr'],
  [ANCHOR, 'a'],
  [PREFORMATTED, 'pre'],
  [CONTAINER, 'div section table tbody tr td ul ol dl center'],
  [LANDMARK, 'header nav main footer aside'],
  [
    NOTABLE,
    'a address area base frame h1 h2 h3 html img input link meta script source style svg title',
  ],
];

const TRAITS = new Map<string, number>();
for (const [trait, names] of NAMES_BY_TRAIT) {
  for (const name of names.split(' ')) TRAITS.set(name, (TRAITS.get(name) ?? 0) | trait);
}

/** The traits of an element as bits; one lookup a tag, since every page has thousands. */
export function traitsOf(name: string): number {
  return TRAITS.get(name) ?? 0;
}
