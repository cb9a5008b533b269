import { sharedImage } from './declared-images.ts';
import type { Finding } from './finding.ts';
import { type ImageSignal, type ImageView, viewImages, weighImage } from './image-signals.ts';
import { LOGO_WORD } from './image-words.ts';
import type { SiteContext } from './site-context.ts';

interface BannerContext {
  readonly logoUrl: string | null;
  readonly sharedUrl: string | null;
}

const STAGE =
  /banner|\bhero|slide|carousel|rotat|masthead|jumbotron|\bcover\b|splash|nivo|flexslider|cycle|gallery-?layer|fade-?show|showcase|header-?im(?:g|age)|main-?image|billboard|parallax|feature/;
const STAGE_FILE =
  /banner|hero|slide|header|masthead|splash|rotat|home-?page|main[-_]?im|collage|cover|feature|\bhome[-_]/;
const ADVERT =
  /(?:^|[^a-z])(?:ads?|advert\w*|sponsor\w*|promo\w*|affiliate|doubleclick)(?:[^a-z]|$)|client|partner|testimonial|badge|widget|association|award/;
const CONTROL =
  /btn|button|icon|arrow|bullet|\bbg[-_.]|[-_]bg\b|background|\bnav|menu|title|shadow|tile|gradient|line\.|divider|corner|thumb|avatar|flag|facebook|twitter|linkedin|youtube|\brss|call-?us|sign-?up|paypal|cart|search|loading/;

const isIn = (pattern: RegExp, ...texts: readonly string[]): boolean =>
  texts.some((text) => pattern.test(text));

const BANNER_SIGNALS: readonly ImageSignal<BannerContext>[] = [
  { name: 'stage_ancestor', weight: 4, applies: ({ words }) => STAGE.test(words.near) },
  { name: 'stage_class', weight: 3, applies: ({ words }) => STAGE.test(words.own) },
  {
    name: 'stage_file_name',
    weight: 3,
    applies: ({ words }) => isIn(STAGE_FILE, words.file, words.folder),
  },
  {
    name: 'stage_alt',
    weight: 2,
    applies: ({ words }) => /\bbanner|header image|\bhero\b|slide ?show/.test(words.alt),
  },
  { name: 'wide', weight: 4, applies: ({ width, height }) => isWide(width, height) },
  { name: 'large', weight: 2, applies: ({ width }) => (width ?? 0) >= 400 },
  { name: 'shared', weight: 2, applies: ({ image }, { sharedUrl }) => image.url === sharedUrl },
  { name: 'early_image', weight: 1.5, applies: ({ rank }) => rank < 4 },
  { name: 'top', weight: 1, applies: ({ depth }) => depth < 0.3 },
  { name: 'background', weight: -1, applies: ({ image }) => image.attribute === 'style' },
  {
    name: 'logo',
    weight: -5,
    applies: ({ image, words }, { logoUrl }) => image.url === logoUrl || LOGO_WORD.test(words.file),
  },
  {
    name: 'advert',
    weight: -5,
    applies: ({ words }) => isIn(ADVERT, words.file, words.folder, words.own, words.near),
  },
  { name: 'control', weight: -5, applies: ({ words }) => isIn(CONTROL, words.file, words.own) },
  { name: 'link_elsewhere', weight: -4, applies: ({ isOutLink }) => isOutLink },
  { name: 'foreign_host', weight: -3, applies: ({ isForeign }) => isForeign },
  { name: 'footer', weight: -6, applies: ({ image }) => image.region === 'footer' },
  {
    name: 'navigation',
    weight: -3,
    applies: ({ image }) => image.region === 'nav' || image.region === 'aside',
  },
  { name: 'deep', weight: -3, applies: ({ depth }) => depth > 0.6 },
  {
    name: 'small',
    weight: -4,
    applies: ({ width, height }) => (width ?? 999) < 250 || (height ?? 999) < 70,
  },
];

const MIN_SCORE = 4;

/** Finds the large picture a site greets with, on its home page; null where it has none. */
export function findBanner(site: SiteContext, logoUrl: string | null): Finding | null {
  const shared = sharedImage(site.home);
  const context = { logoUrl, sharedUrl: shared?.value ?? null };
  const best = bestBanner(viewImages(site.home, site), context);
  if (best !== null || shared === null || shared.value === logoUrl) return best;
  return LOGO_WORD.test(shared.value.toLowerCase()) ? null : shared;
}

function bestBanner(views: readonly ImageView[], context: BannerContext): Finding | null {
  let best: Finding | null = null;
  let bestScore = MIN_SCORE;
  for (const view of views) {
    const { score, reason } = weighImage(view, context, BANNER_SIGNALS);
    if (score < bestScore || (best !== null && score === bestScore)) continue;
    bestScore = score;
    const { image, page } = view;
    best = {
      value: image.url,
      document: page,
      span: image.srcSpan,
      in: 'html',
      method: reason,
      confidence: Math.round(Math.min(0.9, 0.3 + score * 0.05) * 100) / 100,
    };
  }
  return best;
}

const MIN_WIDTH_PX = 500;
const MIN_ASPECT = 1.5;

function isWide(width: number | null, height: number | null): boolean {
  if (width === null) return false;
  return width >= MIN_WIDTH_PX && (height === null || width / height >= MIN_ASPECT);
}
