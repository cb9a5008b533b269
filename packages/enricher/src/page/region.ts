import type { Region, Span } from './page-document.ts';

const REGION_ROLES: ReadonlyMap<string, Region> = new Map([
  ['banner', 'header'],
  ['navigation', 'nav'],
  ['menubar', 'nav'],
  ['main', 'main'],
  ['contentinfo', 'footer'],
  ['complementary', 'aside'],
]);

const MARKED_REGIONS: readonly (readonly [Region, RegExp])[] = [
  ['main', /^(?:main|content|main-?content|page-?content|primary)$/],
  [
    'footer',
    /^(?:(?:site|page|main|global|top|bottom|sub|wrapper)?[-_]*foot(?:er)?(?:[-_\d].*)?|colophon|bottom(?:[-_]?bar)?|copyright|footer(?:wrap|wrapper|area|inner|container|content|nav|links?|menu|bottom|text|widgets?)|.*footer)$/,
  ],
  [
    'nav',
    /^(?:(?:.*[-_])?(?:nav|navbar|menu|navigation|navi|breadcrumbs?)(?:[-_\d].*)?|(?:main|top|side|sub|left|right|primary)(?:nav|menu|navigation)|menubar)$/,
  ],
  [
    'header',
    /^(?:(?:site|page|main|global|top)?[-_]*(?:header|masthead|head)(?:[-_\d].*)?|top(?:[-_]?bar)?|banner|header(?:wrap|wrapper|area|inner|container|content|top|left|right))$/,
  ],
  [
    'aside',
    /^(?:aside|sidebar.*|side|side[-_]?bar|.*[-_]sidebar|secondary|right[-_]?col(?:umn)?|left[-_]?col(?:umn)?)$/,
  ],
];

/** Longer names say nothing of a region; in characters. */
const MAX_MARK_LENGTH = 40;

/** Cheap: whether any of the patterns may match at all, which most marks are told by. */
const TELLING_MARK =
  /foot|colophon|bottom|copyright|nav|menu|breadcrumb|head|top|banner|side|secondary|col|main|content|primary/i;

const CONTENT_MARKS =
  /(?:entry|post|article|card|panel|modal|widget|section|block|box|product)[-_]?(?:head|foot)/;

/** The region that a role declares, or null. */
export function declaredRegion(role: string): Region | null {
  return REGION_ROLES.get(role) ?? null;
}

/** Within a region only `main` begins another, and a navigation within the header. */
export function regionWithin(parent: Region, region: Region | null): Region {
  if (region === null || region === parent) return parent;
  if (parent === 'main' || region === 'main') return region;
  return parent === 'header' && region === 'nav' ? 'nav' : parent;
}

/** The region that an id or a class list speaks of, or null. */
export function markedRegion(marks: string): Region | null {
  if (!TELLING_MARK.test(marks)) return null;
  for (const mark of marks.toLowerCase().split(/\s+/)) {
    if (mark.length > MAX_MARK_LENGTH || CONTENT_MARKS.test(mark)) continue;
    const found = MARKED_REGIONS.find(([, pattern]) => pattern.test(mark));
    if (found) return found[0];
  }
  return null;
}

/** Turns the offsets where regions begin into the stretches of text outside `main`. */
export function textRegions(
  starts: readonly { readonly region: Region; readonly start: number }[],
  text: string,
): { region: Region; span: Span }[] {
  const stretches: { region: Region; span: Span }[] = [];
  for (const [index, { region, start }] of starts.entries()) {
    const end = starts[index + 1]?.start ?? text.length;
    if (region !== 'main' && end > start) stretches.push({ region, span: { start, end } });
  }
  return stretches;
}
