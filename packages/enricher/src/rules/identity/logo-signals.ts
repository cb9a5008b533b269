import type { PageDocument } from '../../page/page-document.ts';
import { matchDomain } from './domain-match.ts';
import { type ImageSignal, finds } from './image-signals.ts';
import type { ImageView } from './image-view.ts';
import { FUNDING, type ImageWords, LOGO_WORD } from './image-words.ts';
import { cleanName } from './clean-name.ts';
import { foldWords, nameKey } from './name-key.ts';
import { PROFESSION } from './profession.ts';
import { titleParts } from './title-parts.ts';

/** What logo signals compare an image with. */
export interface LogoContext {
  readonly home: PageDocument;
  /** The site's domain labels. */
  readonly labels: readonly string[];
  /** The firm's name folded, without its legal form; null where none was found. */
  readonly nameKey: string | null;
  /** The name's and the labels' letters: words of them are the firm's own. */
  readonly ownLetters: string;
  /** Addresses of images that stand on most of several pages. */
  readonly repeated: ReadonlySet<string>;
}

interface LogoSignal extends ImageSignal<LogoContext> {
  readonly isTelling?: true;
}

type Test = ImageSignal<LogoContext>['applies'];

/** Like `finds`, but a word of the firm's own name is no sign: `Arrow Plumbing`, `Hale Partners`. */
const findsOfOthers =
  (pattern: RegExp, ...parts: readonly (keyof ImageWords)[]): Test =>
  ({ words }, { ownLetters }) =>
    parts.some((part) => {
      const word = pattern.exec(words[part])?.[0].replaceAll(/[^a-z]/g, '');
      return word !== undefined && !ownLetters.includes(word);
    });

const BRAND = /\bbrand|site-?(?:title|name)|masthead/;
const HEADER_FILE = /(?:^|[^a-z])(?:top|masthead)(?:[^a-z]|$)|header|banner/;
/** Other firms' marks: partners, payment, awards, whatever slides by or comes in a box. */
const OTHERS =
  /partner|client|customer|sponsor|\bmember|affiliat|associat|accredit|certif|\baward|badge|\bseal\b|trust|payment|paypal|\bvisa\b|mastercard|credit-?card|\bbbb|verisign|mcafee|norton|supplier|vendor|manufactur|franchise|testimonial|\bpress\b|featured-?in|as-seen|\breview|portfolio|carousel|slider|slideshow|\bcycle|widget|log-?in(?![a-z])/;
const SOCIAL =
  /facebook|twitter|linkedin|instagram|youtube|pinterest|google-?plus|\bgplus|tripadvisor|\byelp|\brss\b|addthis|sharethis|social|vimeo|flickr|whatsapp|houzz/;
const CONTROL =
  /\bbtn|button|\bicon|icon[-_.\d]|arrow|bullet|\bbg[-_.]|background|\bflag|avatar|\bnav[-_](?!logo)|meni?u|cart|search|phone|contact|call-?us|divider|delimiter|separator|stripe|corner|shadow|thumb|captcha/;
/** What a page greets with may bear the firm's name without being its mark. */
const GREETING = /\bhero-(?:im(?:g|age)|photo|pic|bg|background)/;
const SHOWPIECE = /banner|slide|hero|promo|special|feature/;

/** All that speaks for and against an image as the logo. */
export const LOGO_SIGNALS: readonly LogoSignal[] = [
  { name: 'logo_file_name', weight: 5, isTelling: true, applies: finds(LOGO_WORD, 'file') },
  { name: 'logo_class', weight: 4, isTelling: true, applies: finds(LOGO_WORD, 'own') },
  { name: 'logo_ancestor', weight: 4, isTelling: true, applies: isInLogo },
  { name: 'link_to_home', weight: 3.5, isTelling: true, applies: ({ isHomeLink }) => isHomeLink },
  { name: 'alt_is_name', weight: 3.5, isTelling: true, applies: isNamed },
  { name: 'alt_is_title', weight: 3.5, isTelling: true, applies: isTitled },
  { name: 'file_is_name', weight: 3, isTelling: true, applies: isFileNamed },
  { name: 'header_image', weight: 2.5, isTelling: true, applies: isHeaderImage },
  { name: 'crest', weight: 3, isTelling: true, applies: isCrest },
  { name: 'logo_alt', weight: 2, isTelling: true, applies: finds(LOGO_WORD, 'alt') },
  { name: 'brand_class', weight: 2, applies: finds(BRAND, 'own', 'near') },
  { name: 'in_header', weight: 1.5, applies: isInHeader },
  { name: 'at_top', weight: 1.5, applies: ({ depth }) => depth < 0.05 },
  {
    name: 'on_most_pages',
    weight: 1.5,
    applies: (view, { repeated }) => repeated.has(view.image.url),
  },
  { name: 'file_has_name', weight: 1.5, applies: hasNameInFile },
  { name: 'alt_has_name', weight: 1, applies: hasNameInAlt },
  { name: 'logo_folder', weight: 1, applies: finds(LOGO_WORD, 'folder') },
  { name: 'first_image', weight: 1, applies: ({ rank }) => rank === 0 },
  { name: 'early_image', weight: 0.5, applies: ({ rank, depth }) => rank < 4 && depth < 0.25 },
  { name: 'other_firm', weight: -6, applies: findsOfOthers(OTHERS, 'file', 'own', 'near', 'alt') },
  { name: 'funding', weight: -8, applies: findsOfOthers(FUNDING, 'file', 'own', 'near') },
  { name: 'social', weight: -6, applies: findsOfOthers(SOCIAL, 'file', 'own', 'alt') },
  { name: 'link_elsewhere', weight: -6, applies: ({ isOutLink }) => isOutLink },
  { name: 'control', weight: -4, applies: findsOfOthers(CONTROL, 'file', 'own') },
  { name: 'foreign_host', weight: -4, applies: ({ isForeign }) => isForeign },
  { name: 'footer', weight: -4, applies: ({ image }) => image.region === 'footer' },
  {
    name: 'tiny',
    weight: -4,
    applies: ({ width, height }) => (width ?? 99) < 40 && (height ?? 99) < 40,
  },
  { name: 'menu_row', weight: -6, applies: ({ inRow }) => inRow >= MIN_IN_ROW },
  { name: 'low', weight: -4, applies: ({ height }) => (height ?? MIN_HEIGHT_PX) < MIN_HEIGHT_PX },
  { name: 'other_name', weight: -3, applies: isNamedOtherwise },
  { name: 'deep', weight: -3, applies: ({ depth }) => depth > 0.5 },
  {
    name: 'large',
    weight: -3,
    applies: ({ width, height }) =>
      (width ?? 0) >= MIN_BANNER_PX || ((width ?? 0) > 300 && (height ?? 0) > 220),
  },
  { name: 'aside', weight: -2, applies: ({ image }) => image.region === 'aside' },
  { name: 'showpiece', weight: -1.5, applies: findsOfOthers(SHOWPIECE, 'file') },
  { name: 'greeting', weight: -4, applies: findsOfOthers(GREETING, 'own') },
  // A picture that is only a background is named by what stands in front of it.
  { name: 'style_sheet', weight: -2, applies: ({ image }) => image.element === 'style' },
  { name: 'inner_page', weight: -1.5, applies: ({ page }, { home }) => page !== home },
];

/** So many linked images of one height are a menu. */
const MIN_IN_ROW = 4;

/** What fills a page of today from side to side is no mark. */
const MIN_BANNER_PX = 1000;

/** Lower ones are the buttons of a menu. */
const MIN_HEIGHT_PX = 20;

/** More images than this in one place are a row of others' logos. */
const MAX_IN_PLACE = 3;

function isInLogo({ words, inPlace }: ImageView): boolean {
  return inPlace <= MAX_IN_PLACE && LOGO_WORD.test(words.near);
}

/** The header itself, by landmark or by what the elements around are called. */
function isInHeader({ image, words }: ImageView): boolean {
  return image.region === 'header' || /\bheader|\bmasthead|\btop\b/.test(words.near);
}

const CREST =
  /wappen|\bcrest|coat-?\s?of-?\s?arms|escudo|\bstemma|blason|bras[aã]o|c[ií]mer(?![a-z])|\bgrb\b/;
/** Who bears arms; on the site of anybody else they are those of the state or the town. */
const BEARER =
  /verein|feuerwehr|gemeinde|landsmannschaft|burschenschaft|bruderschaft|corps|schule|gymnasium|school|college|academy|parish|council|club|klub|klubi|colegio|instituto|ayuntamiento|municipalidad|hermandad|comune|contrada|mairie|commune|lycee|escola|municipio|obec|udruga|\b(?:fc|sc|sv|tsv|tus|vfb|vfl|cf|ac|as)\b/;

function isCrest({ words, depth }: ImageView, { nameKey: name }: LogoContext): boolean {
  if (depth > MAX_OPENING_DEPTH || name === null || !BEARER.test(name)) return false;
  return CREST.test(words.file) || CREST.test(words.alt);
}

/** The first of a page's text. */
const MAX_OPENING_DEPTH = 0.05;

/** The picture that opens the home page and calls itself its header. */
function isHeaderImage({ page, words, rank, depth }: ImageView, { home }: LogoContext): boolean {
  return page === home && rank === 0 && depth < MAX_OPENING_DEPTH && HEADER_FILE.test(words.file);
}

/** Further down a picture may be called by the firm's name without being its mark. */
const MAX_NAMED_DEPTH = 0.3;

/** The alt text, or one of its parts, is the firm's name or spells its domain. */
function isNamed({ image, depth }: ImageView, { labels, nameKey: name }: LogoContext): boolean {
  if (image.alt === '' || depth > MAX_NAMED_DEPTH) return false;
  return [...new Set([image.alt, ...titleParts(image.alt)])].some((part) => {
    const cleaned = cleanName(part);
    return (
      cleaned !== null && (nameKey(cleaned) === name || matchDomain(cleaned, labels) === 'equal')
    );
  });
}

/** The picture that opens the home page says how its title begins, with a word of the firm's in it. */
function isTitled({ page, image, rank, depth }: ImageView, context: LogoContext): boolean {
  if (page !== context.home || rank > 0 || depth > MAX_OPENING_DEPTH) return false;
  const words = foldWords(image.alt);
  const isOpening =
    words.includes(' ') && `${foldWords(page.title?.text ?? '')} `.startsWith(`${words} `);
  return isOpening && words.split(' ').some((word) => isLongOfFirm(word, context));
}

function isLongOfFirm(word: string, context: LogoContext): boolean {
  return word.length >= MIN_NAME_WORD && isOfFirm(word, context);
}

function hasNameInAlt({ image }: ImageView, { nameKey: name }: LogoContext): boolean {
  if (name === null || image.alt === '') return false;
  return name.length > 2 && ` ${foldWords(image.alt)} `.includes(` ${name} `);
}

/** Longest ending a file name may have beyond the domain's label, such as `_new` or `CT`. */
const MAX_EXTRA_LETTERS = 4;

function isFileNamed({ words }: ImageView, { labels }: LogoContext): boolean {
  const stem = fileStem(words).replaceAll(/[^\p{L}]/gu, '');
  return labels.some(
    (label) =>
      label.length > 3 && stem.startsWith(label) && stem.length <= label.length + MAX_EXTRA_LETTERS,
  );
}

/** Shorter words of a file name are abbreviations of anything. */
const MIN_NAME_WORD = 4;
const NEUTRAL_WORD =
  /^(?:logo\w*|\w*logo|main|site|home|page|head|header|top|left|right|small|large|medium|mini|full|white|black|blue|green|grey|gray|color|colour|dark|light|print|mobile|desktop|retina|transparent|trans|final|updated?|original|image|images|company|brand|banner|index|default|layout|style|text|type|logotype|with|tagline|horizontal|vertical|square|round(?:ed)?|border|background|copy|template|website|web\w*|v?\d+\w*|\w*\d+px|px)$/;

/** A `logo` file with somebody else's name in it: `topbuilders-logo.png` on a builder's site. */
function isNamedOtherwise({ words, isHomeLink }: ImageView, context: LogoContext): boolean {
  if (isHomeLink || !LOGO_WORD.test(words.file)) return false;
  const named = nameWords(words).filter((word) => !NEUTRAL_WORD.test(word));
  return named.length > 0 && !named.some((word) => isOfFirm(word, context));
}

function hasNameInFile({ words }: ImageView, context: LogoContext): boolean {
  return nameWords(words).some((word) => !NEUTRAL_WORD.test(word) && isOfFirm(word, context));
}

/** The words of a file name that could be a name; many of one profession share its sign. */
function nameWords(words: ImageWords): readonly string[] {
  return fileStem(words)
    .replaceAll(/logo(?:type)?/g, ' ')
    .split(/\P{L}+/u)
    .filter((word) => word.length >= MIN_NAME_WORD && !PROFESSION.test(word));
}

function fileStem(words: ImageWords): string {
  return words.file.replace(/\.\w+$/, '');
}

function isOfFirm(word: string, { labels, nameKey: name }: LogoContext): boolean {
  if (labels.some((label) => label.includes(word) || word.includes(label))) return true;
  return name !== null && name.replaceAll(' ', '').includes(word);
}
