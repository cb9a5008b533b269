import type { Finding } from '../../evidence/quote.ts';
import { growingConfidence } from './confidence.ts';
import { sharedImage } from './declared-images.ts';
import {
  type ImageChoice,
  type ImageSignal,
  distinctFindings,
  finds,
  rankImages,
} from './image-signals.ts';
import type { ImageView } from './image-view.ts';
import { FUNDING, LOGO_WORD } from './image-words.ts';
import type { SiteContext } from './site-context.ts';

interface BannerContext {
  readonly logoUrl: string | null;
  readonly sharedUrl: string | null;
}

/** What the elements around a hero image or slide show are called. */
const STAGE =
  /banner|\bhero|slide|carousel|rotat|masthead|jumbotron|\bcover\b|splash|nivo|flexslider|cycle|gallery-?layer|fade-?show|showcase|(?:header|top|main)-?im(?:g|age)|(?:main|key)-?visual|video-?(?:bg|background)|billboard|parallax|feature/;
const STAGE_FILE =
  /banner|bnr\b|hero|slide|header|masthead|splash|rotat|home-?page|main[-_]?im|collage|cover|feature|\bhome[-_](?!files)|titelbild|kopfbild|bandeau|en-?tete|portada|cabecera|testata|copertina|naslovna|\bbaner/;
const STAGE_ALT = /\bbanner|header image|\bhero\b|slide ?show/;
const ADVERT =
  /(?:^|[^a-z\d])(?:ads?|advert\w*|sponsor\w*|promo\w*|affiliate|doubleclick)(?:[^a-z]|$)|client|partner|testimonial|badge|widget|association|award/;
const CONTROL =
  /btn|button|icon|arrow|bullet|\bnav|menu|title|shadow|tile|gradient|line\.|divider|corner|thumb|avatar|flag|facebook|twitter|linkedin|youtube|\brss|call-?us|tele?(?:f|ph)on|\bphone|sign-?up|paypal|cart|search|loading/;

/** One of several things of a kind: a card of a list, an article's picture, a photograph to leaf through. */
const ITEM =
  /\bcards?\b|thumb|\bpost-item|gallery-item|image-carousel|\bbrands?-(?:carousel|slider|track|tile|list|grid|item)|\bfeatures?-(?:item|box|icon|block)/;
/** What a page greets with is called so even where it is made of cards. */
const GREETING = /\bhero|banner|masthead|jumbotron|slide-?show|main-?(?:im|visual)/;

const MAP =
  /(?:^|[^a-z])(?:maps?|street-?map|lageplan|anfahrt\w*|stadtplan|wegbeschreibung|mappa|mapa|plattegrond)(?:[^a-z]|$)|staticmap/;

/** A file of this name is a texture; an image whose class says so may be the picture behind the words. */
const BACKGROUND_FILE = /\bbg[-_.]|[-_]bg\b|background/;

const BANNER_SIGNALS: readonly ImageSignal<BannerContext>[] = [
  { name: 'stage_ancestor', weight: 4, applies: finds(STAGE, 'near') },
  { name: 'wide', weight: 4, applies: isWide },
  { name: 'stage_class', weight: 3, applies: finds(STAGE, 'own') },
  { name: 'stage_file_name', weight: 3, applies: finds(STAGE_FILE, 'file', 'folder') },
  { name: 'stage_alt', weight: 2, applies: finds(STAGE_ALT, 'alt') },
  { name: 'behind_opening', weight: 3, applies: isBehindOpening },
  { name: 'opening_background', weight: 3, applies: isOpeningBackground },
  { name: 'large', weight: 2, applies: ({ width }) => (width ?? 0) >= 400 },
  { name: 'shared', weight: 2, applies: ({ image }, { sharedUrl }) => image.url === sharedUrl },
  { name: 'early_image', weight: 1.5, applies: isEarly },
  { name: 'top', weight: 1, applies: ({ depth }) => depth < 0.3 },
  { name: 'funding', weight: -12, applies: finds(FUNDING, 'file', 'own', 'near') },
  { name: 'item', weight: -8, applies: isItem },
  { name: 'footer', weight: -6, applies: ({ image }) => image.region === 'footer' },
  { name: 'is_logo', weight: -5, applies: ({ image }, { logoUrl }) => image.url === logoUrl },
  { name: 'logo_file_name', weight: -5, applies: finds(LOGO_WORD, 'file') },
  { name: 'advert', weight: -5, applies: finds(ADVERT, 'file', 'folder', 'own', 'near') },
  { name: 'logo_class', weight: -5, applies: finds(LOGO_WORD, 'own') },
  { name: 'control', weight: -5, applies: finds(CONTROL, 'file', 'own') },
  { name: 'map', weight: -5, applies: finds(MAP, 'file', 'own') },
  { name: 'background_file', weight: -5, applies: finds(BACKGROUND_FILE, 'file') },
  { name: 'link_elsewhere', weight: -4, applies: ({ isOutLink }) => isOutLink },
  { name: 'small', weight: -4, applies: isSmall },
  { name: 'foreign_host', weight: -3, applies: ({ isForeign }) => isForeign },
  { name: 'navigation', weight: -3, applies: isBesideContent },
  { name: 'deep', weight: -3, applies: isDeep },
  { name: 'unused_rule', weight: -8, applies: isUnusedRule },
  { name: 'background', weight: -1, applies: ({ image }) => image.attribute === 'style' },
];

const CHOICE: ImageChoice<BannerContext> = {
  signals: BANNER_SIGNALS,
  minScore: 4,
  confidenceOf: (score) => growingConfidence(score, 0.3, 0.05, 0.9),
};

/**
 * Finds what may be the large picture a site greets with, on its home page, likeliest first.
 *
 * @param homeViews - the home page's images
 * @param logoUrl - a header image may be both, but another picture makes the better banner
 */
export function findBanners(
  site: SiteContext,
  homeViews: readonly ImageView[],
  logoUrl: string | null,
): readonly Finding[] {
  const shared = sharedImage(site.home);
  const context = { logoUrl, sharedUrl: shared?.value ?? null };
  const likely = rankImages(homeViews, context, CHOICE);
  const isLogo = shared?.value === logoUrl || LOGO_WORD.test(shared?.value.toLowerCase() ?? '');
  return shared === null || isLogo ? likely : distinctFindings([...likely, shared]);
}

/** The first images of a page; the rules of its style sheets come last, wherever what they are of stands. */
function isEarly({ image, rank, words }: ImageView): boolean {
  return rank < 4 || (image.element === 'style' && GREETING.test(words.own));
}

/** Style sheets are shared by pages: the rule for a stage that no element of this one is tells nothing. */
function isUnusedRule({ image, page }: ImageView): boolean {
  if (image.element !== 'style') return false;
  const names = image.className.split(' ').filter((name) => STAGE.test(name.toLowerCase()));
  const { html } = page.source;
  const body = html.slice(html.indexOf('</', image.srcSpan.end));
  return !names.some((name) => isMarkOf(name, body));
}

/** Of a class that scripts or texts speak of, so many places are looked at. */
const MAX_MENTIONS = 200;
const ATTRIBUTE_BEGUN = /(?:class|id) ?= ?["']?(?:[^"'<>=]* )?$/;
/** A longer list of classes is cut; in characters. */
const MAX_ATTRIBUTE_LENGTH = 200;

/** Whether some element has the id or class. */
function isMarkOf(name: string, html: string): boolean {
  let at = html.indexOf(name);
  for (let mentions = 0; at >= 0 && mentions < MAX_MENTIONS; mentions++) {
    const before = html.slice(Math.max(0, at - MAX_ATTRIBUTE_LENGTH), at);
    const isWhole = /^(?:[\s"'>]|$)/.test(html.slice(at + name.length, at + name.length + 1));
    if (isWhole && ATTRIBUTE_BEGUN.test(before)) return true;
    at = html.indexOf(name, at + name.length);
  }
  return false;
}

/** What stands behind the first words of the home page, filling it. */
const BEHIND = /(?:^|[ _-])(?:bg|background|backdrop|full-?screen|full-?page)(?:[ _-]|$)/;
/** How many of the images that a page begins with may be those it greets with. */
const MAX_OPENING_RANK = 2;

function isBehindOpening(view: ImageView): boolean {
  const { image, words } = view;
  if (image.element === 'style' || image.attribute === 'style' || !isOpening(view)) return false;
  return BEHIND.test(words.near.split(' ', 2).join(' '));
}

const PHOTOGRAPH = /\.(?:jpe?g|webp|avif)$/;
const SECTION = /^(?:section|header|div|figure)$/;
const TEXTURE = /textur|pattern|tile|seamless|noise|paper|wood|stripe|repeat|wallpaper/;

/** A photograph that the first section of the home page has for its background, whatever it is called. */
function isOpeningBackground(view: ImageView): boolean {
  const { image, words } = view;
  if (image.attribute !== 'style' || !SECTION.test(image.element) || !isOpening(view)) return false;
  if (!PHOTOGRAPH.test(words.file) || TEXTURE.test(`${words.file} ${words.own}`)) return false;
  return !isCalledBanner(view);
}

function isOpening({ image, rank, depth }: ImageView): boolean {
  return (
    rank < MAX_OPENING_RANK &&
    depth < MAX_OPENING_DEPTH &&
    (image.region === 'main' || image.region === 'header')
  );
}

const MAX_OPENING_DEPTH = 0.4;

const isOnStage = finds(STAGE, 'near', 'own');

/** Beyond the middle of the page; a picture among others that is on no stage illustrates the text before that. */
function isDeep(view: ImageView): boolean {
  const { depth, rank } = view;
  return depth > 0.6 || (depth > 0.4 && rank >= 4 && !isOnStage(view));
}

/** A picture of a list says of its subject that it stands out, not that it is the page's. */
function isItem({ words }: ImageView): boolean {
  return ITEM.test(words.near) && !GREETING.test(words.near) && !GREETING.test(words.own);
}

const MIN_WIDE_PX = 500;
const MIN_ASPECT = 1.5;
/** A flatter one that nothing calls a banner is a heading, set as a picture. */
const MAX_ASPECT = 8;

const isCalledBanner = finds(STAGE_FILE, 'file');

function isWide(view: ImageView): boolean {
  const { width, height } = view;
  if (width === null || width < MIN_WIDE_PX) return false;
  if (height === null) return true;
  const aspect = width / height;
  return aspect >= MIN_ASPECT && (aspect <= MAX_ASPECT || isCalledBanner(view));
}

const MIN_WIDTH_PX = 250;
const MIN_HEIGHT_PX = 70;

function isSmall({ width, height }: ImageView): boolean {
  return (width ?? MIN_WIDTH_PX) < MIN_WIDTH_PX || (height ?? MIN_HEIGHT_PX) < MIN_HEIGHT_PX;
}

function isBesideContent({ image }: ImageView): boolean {
  return image.region === 'nav' || image.region === 'aside';
}
