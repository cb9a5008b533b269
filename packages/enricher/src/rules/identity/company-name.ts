import { growingConfidence } from './confidence.ts';
import type { Finding } from '../../evidence/quote.ts';
import { type NameCandidate, type NameSource, nameCandidates } from './name-candidates.ts';
import type { ImageView } from './image-view.ts';
import { type DomainMatch, matchDomain } from './domain-match.ts';
import { TRAILING_LEGAL_FORM } from './legal-form.ts';
import { TRAILING_DOMAIN } from './name-key.ts';
import { findShortForms } from './short-forms.ts';
import type { SiteContext } from './site-context.ts';

/** What a source is worth by itself; agreeing sources add up. */
const SOURCE_WEIGHT: Readonly<Record<NameSource, number>> = {
  jsonld: 5,
  microdata: 4,
  legal_name: 4,
  site_name: 4,
  copyright: 4,
  shared_title: 3,
  imprint: 2.5,
  logo_alt: 2.5,
  title: 1.5,
  heading: 1,
  author: 1,
  app_name: 1.5,
  domain_in_text: 1.5,
};

const DOMAIN_WEIGHT: Readonly<Record<DomainMatch, number>> = {
  equal: 5,
  part: 2,
  initials: 2,
  none: 0,
};

/** A web address agrees with itself, which says nothing. */
const DOMAIN = /^[\p{L}\p{N}-]+(?:\.[a-z]{2,})+$/iu;

/** Below this a name is a guess: one weak source without the domain, say. */
const MIN_SCORE = 3;

interface NameGroup {
  readonly candidates: readonly NameCandidate[];
  readonly score: number;
}

/**
 * Reads the name of the firm behind a site; null rather than a guess.
 *
 * @param views - the images of all pages, from `viewSite`: a logo's alt text is a name
 */
export function findCompanyName(site: SiteContext, views: readonly ImageView[]): Finding | null {
  const [best] = rankNames(site, views);
  if (best === undefined || best.score < MIN_SCORE) return null;
  const form = bestForm(best.candidates);
  return {
    value: form.name,
    quote: form.quote,
    method: form.source,
    confidence: growingConfidence(best.score, 0.4, 0.04, 0.97),
  };
}

function rankNames(site: SiteContext, views: readonly ImageView[]): readonly NameGroup[] {
  const byKey = Map.groupBy(allCandidates(site, views), ({ key }) => key);
  const shortForms = findShortForms(byKey);
  const groups = [...byKey].map(([key, candidates]) => {
    const shorter = shortForms.get(key) ?? [];
    return { candidates, score: scoreName([...candidates, ...shorter], site) };
  });
  return groups.toSorted((a, b) => b.score - a.score);
}

function allCandidates(site: SiteContext, views: readonly ImageView[]): readonly NameCandidate[] {
  const found = nameCandidates(site, views);
  const shared = sharedTitleKeys(found);
  return found.map((one) =>
    one.source === 'title' && shared.has(one.key) ? { ...one, source: 'shared_title' } : one,
  );
}

/** Keys of the title parts that several pages have in common: the site's name more often than not. */
function sharedTitleKeys(candidates: readonly NameCandidate[]): ReadonlySet<string> {
  const titles = candidates.filter(({ source }) => source === 'title');
  const pagesByKey = Map.groupBy(titles, ({ key }) => key);
  const isShared = (uses: readonly NameCandidate[]): boolean =>
    new Set(uses.map(({ quote }) => quote.url)).size > 1;
  return new Set([...pagesByKey].filter(([, uses]) => isShared(uses)).map(([key]) => key));
}

function scoreName(candidates: readonly NameCandidate[], site: SiteContext): number {
  const sources = new Set(candidates.map(({ source }) => source));
  const said = [...sources].reduce((sum, source) => sum + SOURCE_WEIGHT[source], 0);
  const names = new Set(candidates.map(({ name }) => name));
  const matches = [...names].map((name) =>
    DOMAIN.test(name) ? 0 : DOMAIN_WEIGHT[matchDomain(name, site.labels)],
  );
  return said + Math.max(...matches);
}

/** What a spelling loses for its looks, in points of its source. */
const SHOUTED_PENALTY = 10;
const SUFFIX_PENALTY = 3;

/** The spelling to show: of the best source, without legal form, `.com` or capitals where one is so written. */
function bestForm(candidates: readonly NameCandidate[]): NameCandidate {
  return candidates.reduce((best, one) => (formRank(one) > formRank(best) ? one : best));
}

function formRank({ name, source }: NameCandidate): number {
  const hasSuffix = TRAILING_LEGAL_FORM.test(name) || TRAILING_DOMAIN.test(name);
  return (
    SOURCE_WEIGHT[source] -
    (isShouted(name) ? SHOUTED_PENALTY : 0) -
    (hasSuffix ? SUFFIX_PENALTY : 0)
  );
}

function isShouted(name: string): boolean {
  return name === name.toUpperCase() || name === name.toLowerCase();
}
