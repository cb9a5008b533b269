import type { NameCandidate, NameSource } from './name-candidates.ts';
import { PROFESSION } from './profession.ts';

/** Where a firm shows itself to visitors, in the name it goes by; each kind of place speaks once. */
const PLACES: ReadonlyMap<NameSource, string> = new Map([
  ['jsonld', 'structured'],
  ['microdata', 'structured'],
  ['site_name', 'site_name'],
  ['app_name', 'site_name'],
  ['title', 'title'],
  ['shared_title', 'title'],
  ['logo_alt', 'logo'],
]);

/** So many places have to agree on the longer name. */
const MIN_PLACES = 2;

/**
 * Finds names of which others are but the short form: `Acme & Lane` of a copyright notice's `Acme & Lane
 * LLP`, or of the domain, where title and logo say `Acme & Lane Surveyors`; `Hale` of the domain, where the
 * title says `Architect Anna Hale`.
 *
 * @returns by the longer name's key, the uses of its short forms: what speaks for them speaks for it
 */
export function findShortForms(
  byKey: ReadonlyMap<string, readonly NameCandidate[]>,
): ReadonlyMap<string, readonly NameCandidate[]> {
  const found = new Map<string, readonly NameCandidate[]>();
  for (const [key, candidates] of byKey) {
    const places = countPlaces(candidates);
    const isShared = candidates.some(({ source }) => source === 'shared_title');
    const isTitle = isShared || candidates.some(({ source }) => source === 'title');
    const shorter = [...byKey].filter(([short, uses]) => {
      if (places >= MIN_PLACES && key.startsWith(`${short} `)) return countPlaces(uses) < places;
      if (!isTitle || !uses.every(isSpelledDomain)) return false;
      return (isShared && key.endsWith(` ${short}`)) || namesPerson(key, short);
    });
    if (shorter.length === 0) continue;
    found.set(
      key,
      shorter.flatMap(([, uses]) => uses),
    );
  }
  return found;
}

/** Whether the name is that of a person, called by a profession, of whom the short form is a part. */
function namesPerson(key: string, short: string): boolean {
  const parts = ` ${key} `.split(` ${short} `);
  return parts.length > 1 && parts.some((part) => PROFESSION.test(part));
}

/** The letters of the domain, found in text, may be the end of the name: `Acme` of `Colegio Acme`. */
function isSpelledDomain({ source }: NameCandidate): boolean {
  return source === 'domain_in_text';
}

function countPlaces(candidates: readonly NameCandidate[]): number {
  const places = candidates.map(({ source }) => PLACES.get(source));
  return new Set(places.filter((place) => place !== undefined)).size;
}
