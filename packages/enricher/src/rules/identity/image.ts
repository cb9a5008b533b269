import { declaredImages, sharedImage } from './declared-images.ts';
import type { Finding } from '../../evidence/quote.ts';
import { distinctFindings, imageFinding } from './image-signals.ts';
import type { ImageView } from './image-view.ts';
import type { SiteContext } from './site-context.ts';

const MIN_SIDE_PX = 100;
const CONFIDENCE = 0.4;
/** Pictures of controls, of other firms and of people's accounts say nothing of the firm. */
const UNTELLING =
  /btn|button|icon|arrow|bullet|\bbg\b|background|nav|menu|flag|avatar|badge|award|partner|client|sponsor|payment|paypal|visa|facebook|twitter|linkedin|instagram|youtube|pinterest|rss|banner-?ad|captcha|divider|line|corner|shadow|title|header-?text|seal|bbb|thumb/;

/** Finds pictures that may stand for a site beside its logo and banner, likeliest first. */
export function findPictures(
  site: SiteContext,
  homeViews: readonly ImageView[],
): readonly Finding[] {
  const first = firstPicture(homeViews);
  const shared = sharedImage(site.home);
  return distinctFindings([
    ...declaredImages(site, 'image').slice(0, 1),
    ...(shared === null ? [] : [shared]),
    ...(first === null ? [] : [first]),
  ]);
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
