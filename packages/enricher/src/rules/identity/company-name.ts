import type { Finding } from './finding.ts';
import { type NameCandidate, type NameSource, nameCandidates } from './name-candidates.ts';
import { type DomainMatch, matchDomain } from './domain-match.ts';
import { TRAILING_LEGAL_FORM, foldWords, nameKey } from './name-form.ts';
import type { SiteContext } from './site-context.ts';

/** What a source is worth by itself; agreeing sources add up. */
const SOURCE_WEIGHT: Readonly<Record<NameSource, number>> = {
  jsonld: 5,
  microdata: 4,
  legal_name: 4,
  site_name: 4,
  copyright: 3.5,
  shared_title: 3,
  imprint: 2.5,
  logo_alt: 2.5,
  title: 1.5,
  heading: 1,
  author: 1,
  domain_in_text: 1.5,
};

const DOMAIN_WEIGHT: Readonly<Record<DomainMatch, number>> = {
  equal: 4.5,
  part: 2.5,
  initials: 2,
  none: 0,
};

/** Below this a name is a guess: one weak source without the domain, say. */
const MIN_SCORE = 3;
/** A score at which nothing is left to doubt. */
const FULL_SCORE = 14;

interface NameGroup {
  readonly key: string;
  readonly candidates: readonly NameCandidate[];
  readonly score: number;
}

/** Reads the name of the firm behind a site; null rather than a guess. */
export function findCompanyName(site: SiteContext): Finding | null {
  const [best] = rankNames(site);
  if (best === undefined || best.score < MIN_SCORE) return null;
  const form = bestForm(best.candidates);
  return {
    value: form.name,
    document: form.document,
    span: form.span,
    in: form.in,
    method: form.source,
    confidence: confidenceOf(best.score),
  };
}

function rankNames(site: SiteContext): readonly NameGroup[] {
  const byKey = Map.groupBy(allCandidates(site), ({ name }) => nameKey(name));
  byKey.delete('');
  const groups = [...byKey].map(([key, candidates]) => ({
    key,
    candidates,
    score: scoreName(candidates, site),
  }));
  return groups.toSorted((a, b) => b.score - a.score);
}

function allCandidates(site: SiteContext): readonly NameCandidate[] {
  const found = site.pages.flatMap((page) => [...nameCandidates(page, site)]);
  const shared = sharedTitleKeys(found);
  return found.map((one) =>
    one.source === 'title' && shared.has(nameKey(one.name))
      ? { ...one, source: 'shared_title' }
      : one,
  );
}

/** Keys of the title parts that pages of different titles have in common: the site's name more often than not. */
function sharedTitleKeys(candidates: readonly NameCandidate[]): ReadonlySet<string> {
  const titlesByKey = new Map<string, Set<string>>();
  for (const { source, name, document } of candidates) {
    if (source !== 'title') continue;
    const titles = titlesByKey.get(nameKey(name)) ?? new Set();
    titlesByKey.set(nameKey(name), titles.add(document.title?.text ?? ''));
  }
  return new Set([...titlesByKey].filter(([, titles]) => titles.size > 1).map(([key]) => key));
}

function scoreName(candidates: readonly NameCandidate[], site: SiteContext): number {
  const sources = new Set(candidates.map(({ source }) => source));
  const said = [...sources].reduce((sum, source) => sum + SOURCE_WEIGHT[source], 0);
  const names = new Set(candidates.map(({ name }) => name));
  const matches = [...names].map((name) => DOMAIN_WEIGHT[matchDomain(name, site.labels)]);
  return said + Math.max(...matches);
}

/** The spelling to show: of the best source, without its legal form where it is told so, and words in capitals only where nobody writes it otherwise. */
function bestForm(candidates: readonly NameCandidate[]): NameCandidate {
  const rank = (one: NameCandidate): number =>
    SOURCE_WEIGHT[one.source] - (isShouted(one.name) ? 10 : 0) - (hasLegalForm(one.name) ? 3 : 0);
  return candidates.reduce((best, one) => (rank(one) > rank(best) ? one : best));
}

function hasLegalForm(name: string): boolean {
  return TRAILING_LEGAL_FORM.test(name);
}

function isShouted(name: string): boolean {
  return name === name.toUpperCase() || name === name.toLowerCase() || foldWords(name) === name;
}

function confidenceOf(score: number): number {
  return Math.round(Math.min(0.98, 0.4 + 0.58 * (score / FULL_SCORE)) * 100) / 100;
}
