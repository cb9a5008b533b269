import { matchDomain } from './domain-match.ts';
import type { Finding } from './finding.ts';
import { type ImageSignal, type ImageView, viewImages, weighImage } from './image-signals.ts';
import { LOGO_WORD } from './image-words.ts';
import { declaredImages } from './declared-images.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { titleParts } from './name-candidates.ts';
import { cleanName, foldWords, nameKey } from './name-form.ts';
import type { SiteContext } from './site-context.ts';

interface LogoContext {
  readonly home: PageDocument;
  readonly labels: readonly string[];
  /** Folded, without its legal form; null where no name was found. */
  readonly nameKey: string | null;
  /** Addresses of images that stand on several pages. */
  readonly repeated: ReadonlySet<string>;
}

/** Other firms' marks: `partners`, `as seen in`, payment, awards. */
const OTHERS =
  /partner|client|customer|sponsor|member|affiliat|associat|accredit|certif|award|badge|seal\b|trust|payment|paypal|visa|mastercard|credit-?card|bbb|verisign|mcafee|norton|supplier|vendor|manufactur|testimonial|press|featured-?in|as-seen|review|portfolio|carousel|slider|slideshow|widget|log-?in(?![a-z])/;
const SOCIAL =
  /facebook|twitter|linkedin|instagram|youtube|pinterest|google-?plus|\bgplus|tripadvisor|\byelp|\brss\b|addthis|sharethis|social|vimeo|flickr|whatsapp|houzz/;
const CONTROL =
  /\bbtn|button|\bicon|icon[-_.\d]|arrow|bullet|\bbg[-_.]|background|\bflag|avatar|gravatar|\bnav[-_](?!logo)|menu|cart|search|phone|contact|call-?us|divider|stripe|corner|shadow|thumb|captcha|badge/;

const BRAND = /\bbrand|site-?(?:title|name)|masthead/;

/** Place and company make a logo likelier; only a telling signal makes an image one. */
interface LogoSignal extends ImageSignal<LogoContext> {
  readonly isTelling?: true;
}

const isIn = (pattern: RegExp, ...texts: readonly string[]): boolean =>
  texts.some((text) => pattern.test(text));

const LOGO_SIGNALS: readonly LogoSignal[] = [
  {
    name: 'logo_file_name',
    weight: 5,
    isTelling: true,
    applies: ({ words }) => LOGO_WORD.test(words.file),
  },
  {
    name: 'logo_class',
    weight: 4,
    isTelling: true,
    applies: ({ words }) => LOGO_WORD.test(words.own),
  },
  {
    name: 'logo_ancestor',
    weight: 4,
    isTelling: true,
    applies: ({ words }) => LOGO_WORD.test(words.near),
  },
  { name: 'link_to_home', weight: 3.5, isTelling: true, applies: ({ isHomeLink }) => isHomeLink },
  { name: 'alt_is_name', weight: 3.5, isTelling: true, applies: isNamed },
  { name: 'file_is_name', weight: 3, isTelling: true, applies: isFileNamed },
  {
    name: 'logo_alt',
    weight: 2,
    isTelling: true,
    applies: ({ words }) => LOGO_WORD.test(words.alt),
  },
  { name: 'brand_class', weight: 2, applies: ({ words }) => isIn(BRAND, words.own, words.near) },
  { name: 'alt_has_name', weight: 1, applies: hasName },
  { name: 'logo_folder', weight: 1, applies: ({ words }) => LOGO_WORD.test(words.folder) },
  { name: 'in_header', weight: 1.5, applies: isInHeader },
  { name: 'at_top', weight: 1.5, applies: ({ depth }) => depth < 0.05 },
  { name: 'first_image', weight: 1, applies: ({ rank }) => rank === 0 },
  { name: 'early_image', weight: 0.5, applies: ({ rank, depth }) => rank < 4 && depth < 0.25 },
  {
    name: 'on_most_pages',
    weight: 1.5,
    applies: ({ image }, { repeated }) => repeated.has(image.url),
  },
  {
    name: 'other_firm',
    weight: -6,
    applies: ({ words }) => isIn(OTHERS, words.file, words.own, words.near, words.alt),
  },
  {
    name: 'social',
    weight: -6,
    applies: ({ words }) => isIn(SOCIAL, words.file, words.own, words.alt),
  },
  { name: 'link_elsewhere', weight: -6, applies: ({ isOutLink }) => isOutLink },
  { name: 'control', weight: -4, applies: ({ words }) => isIn(CONTROL, words.file, words.own) },
  { name: 'foreign_host', weight: -4, applies: ({ isForeign }) => isForeign },
  { name: 'footer', weight: -4, applies: ({ image }) => image.region === 'footer' },
  {
    name: 'tiny',
    weight: -4,
    applies: ({ width, height }) => (width ?? 99) < 40 && (height ?? 99) < 40,
  },
  { name: 'deep', weight: -3, applies: ({ depth }) => depth > 0.5 },
  {
    name: 'large',
    weight: -3,
    applies: ({ width, height }) => (width ?? 0) > 300 && (height ?? 0) > 220,
  },
  { name: 'inner_page', weight: -1.5, applies: ({ page }, { home }) => page !== home },
  { name: 'aside', weight: -2, applies: ({ image }) => image.region === 'aside' },
  {
    name: 'banner',
    weight: -1.5,
    applies: ({ words }) => isIn(/banner|slide|hero|promo|special|feature/, words.file),
  },
];

/** Below this an image is any image. */
const MIN_SCORE = 6;
/** A logo that the page's own data names needs no more. */
const DECLARED_CONFIDENCE = 0.95;

/** Finds the firm's logo on its pages; null rather than somebody else's. */
export function findLogo(site: SiteContext, name: string | null): Finding | null {
  const declared = declaredImages(site, 'logo')[0];
  if (declared !== undefined) return { ...declared, confidence: DECLARED_CONFIDENCE };
  const views = site.pages.map((page) => viewImages(page, site));
  const context: LogoContext = {
    home: site.home,
    labels: site.labels,
    nameKey: name === null ? null : nameKey(name),
    repeated: repeatedUrls(views),
  };
  const best = bestLogo(views.flat(), context);
  return best;
}

function bestLogo(views: readonly ImageView[], context: LogoContext): Finding | null {
  let best: Finding | null = null;
  let bestScore = MIN_SCORE;
  for (const view of views) {
    if (!LOGO_SIGNALS.some((signal) => signal.isTelling && signal.applies(view, context))) continue;
    const { score, reason } = weighImage(view, context, LOGO_SIGNALS);
    if (score < bestScore || (best !== null && score === bestScore)) continue;
    bestScore = score;
    best = { ...imageFinding(view), method: reason, confidence: confidenceOf(score) };
  }
  return best;
}

function imageFinding({ image, page }: ImageView): Omit<Finding, 'method' | 'confidence'> {
  return { value: image.url, document: page, span: image.srcSpan, in: 'html' };
}

/** The header itself, by landmark or by what the elements around are called. */
function isInHeader({ image, words }: ImageView): boolean {
  return image.region === 'header' || /\bheader|\bmasthead|\btop\b/.test(words.near);
}

/** The alt text, or one of its parts, is the firm's name or spells its domain. */
function isNamed({ image }: ImageView, { labels, nameKey: name }: LogoContext): boolean {
  if (image.alt === '') return false;
  return [image.alt, ...titleParts(image.alt)].some((part) => {
    const cleaned = cleanName(part);
    return (
      cleaned !== null && (nameKey(cleaned) === name || matchDomain(cleaned, labels) === 'equal')
    );
  });
}

function hasName({ image }: ImageView, { nameKey: name }: LogoContext): boolean {
  return name !== null && name.length > 2 && ` ${foldWords(image.alt)} `.includes(` ${name} `);
}

/** The file name without its ending and size is the domain's label, or little more. */
function isFileNamed({ words }: ImageView, { labels }: LogoContext): boolean {
  const stem = words.file.replace(/\.\w+$/, '').replaceAll(/[^\p{L}]/gu, '');
  return labels.some(
    (label) => label.length > 3 && stem.startsWith(label) && stem.length <= label.length + 4,
  );
}

function repeatedUrls(views: readonly (readonly ImageView[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { image } of views.flat()) counts.set(image.url, (counts.get(image.url) ?? 0) + 1);
  const needed = Math.max(2, Math.ceil(views.length * 0.6));
  return new Set([...counts].filter(([, count]) => count >= needed).map(([url]) => url));
}

function confidenceOf(score: number): number {
  return Math.round(Math.min(0.97, 0.3 + score * 0.045) * 100) / 100;
}
