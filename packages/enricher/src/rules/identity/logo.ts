import { type Finding, quoteHtml } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { declaredImages, sharedImage } from './declared-images.ts';
import { growingConfidence } from './confidence.ts';
import { type ImageChoice, distinctFindings, rankImages } from './image-signals.ts';
import type { ImageView } from './image-view.ts';
import { FAVICON, LOGO_WORD } from './image-words.ts';
import { LOGO_SIGNALS, type LogoContext } from './logo-signals.ts';
import { nameKey } from './name-key.ts';
import type { SiteContext } from './site-context.ts';

const SHARED_CONFIDENCE = 0.7;

/**
 * Finds what may be the firm's logo on its pages, likeliest first; nothing rather than somebody else's.
 *
 * @param views - the images of all pages, from `viewSite`
 * @param name - the firm's, where one was found
 */
export function findLogos(
  site: SiteContext,
  views: readonly ImageView[],
  name: string | null,
): readonly Finding[] {
  const key = name === null ? null : nameKey(name);
  const context: LogoContext = {
    home: site.home,
    labels: site.labels,
    nameKey: key,
    ownLetters: [key?.replaceAll(' ', '') ?? '', ...site.labels].join(' '),
    repeated: repeatedUrls(site),
  };
  return distinctFindings([
    ...declaredImages(site, 'logo'),
    ...likelyLogos(views, context),
    ...sharedLogo(site),
    ...touchIcons(site.home),
  ]);
}

const CHOICE: ImageChoice<LogoContext> = {
  signals: LOGO_SIGNALS,
  minScore: 5,
  confidenceOf: (score) => growingConfidence(score, 0.3, 0.045, 0.97),
};

/** Place and company make a logo likelier; only a telling signal makes an image one. */
function likelyLogos(views: readonly ImageView[], context: LogoContext): readonly Finding[] {
  const telling = LOGO_SIGNALS.filter(({ isTelling }) => isTelling);
  const likely = views.filter((view) => telling.some((signal) => signal.applies(view, context)));
  return rankImages(likely, context, CHOICE);
}

/** A logo that stands in the style sheet only may still be offered for sharing. */
function sharedLogo(site: SiteContext): readonly Finding[] {
  const shared = sharedImage(site.home);
  const file = shared?.value.replace(/^.*\//, '').toLowerCase() ?? '';
  return shared !== null && LOGO_WORD.test(file)
    ? [{ ...shared, confidence: SHARED_CONFIDENCE }]
    : [];
}

const ICON_CONFIDENCE = 0.4;

/** The mark that a phone shows for the site: the firm's own, if a plain one. */
function touchIcons(home: PageDocument): readonly Finding[] {
  const icons = home.relations.filter(
    ({ rel, url }) => /^apple-touch-icon(-precomposed)?$/.test(rel) && !FAVICON.test(url),
  );
  return icons.slice(-1).map(({ url, hrefSpan }) => ({
    value: url,
    quote: quoteHtml(home, hrefSpan),
    method: 'apple_touch_icon',
    confidence: ICON_CONFIDENCE,
  }));
}

/** An image on this many pages is part of the site's frame. */
const MIN_SHARE_OF_PAGES = 0.6;

function repeatedUrls(site: SiteContext): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const page of site.pages) {
    for (const url of new Set(page.images.map((image) => image.url))) {
      counts.set(url, (counts.get(url) ?? 0) + 1);
    }
  }
  const needed = Math.max(2, site.pages.length * MIN_SHARE_OF_PAGES);
  return new Set([...counts].filter(([, count]) => count >= needed).map(([url]) => url));
}
