import { declaredImages, sharedImage } from './declared-images.ts';
import type { Finding } from '../../evidence/quote.ts';
import { imageFinding } from './image-signals.ts';
import type { ImageView } from './image-view.ts';
import type { SiteContext } from './site-context.ts';

const MIN_SIDE_PX = 100;
const CONFIDENCE = 0.4;
/** Pictures of controls, of other firms and of people's accounts say nothing of the firm. */
const UNTELLING =
  /btn|button|icon|arrow|bullet|\bbg\b|background|nav|menu|flag|avatar|badge|award|partner|client|sponsor|payment|paypal|visa|facebook|twitter|linkedin|instagram|youtube|pinterest|rss|banner-?ad|captcha|divider|line|corner|shadow|title|header-?text|seal|bbb|thumb/;

/** Picks one picture that stands for a site: its logo, else its banner, else the first reasonable image. */
export function findImage(
  site: SiteContext,
  homeViews: readonly ImageView[],
  logo: Finding | null,
  banner: Finding | null,
): Finding | null {
  return (
    logo ??
    banner ??
    declaredImages(site, 'image')[0] ??
    sharedImage(site.home) ??
    firstPicture(homeViews)
  );
}

function firstPicture(views: readonly ImageView[]): Finding | null {
  const view = views.find((one) => {
    const { width, height, words, image, isForeign, isOutLink } = one;
    if ((width ?? MIN_SIDE_PX) < MIN_SIDE_PX || (height ?? MIN_SIDE_PX) < MIN_SIDE_PX) return false;
    if (isForeign || isOutLink || image.region === 'footer' || image.region === 'nav') return false;
    return !UNTELLING.test(words.file) && !UNTELLING.test(words.own);
  });
  return view === undefined ? null : imageFinding(view, 'first_image', CONFIDENCE);
}
