import type { Quote } from '../../evidence/quote.ts';
import { altNames } from './alt-names.ts';
import { declaredNames } from './declared-names.ts';
import type { ImageView } from './image-view.ts';
import { cleanName } from './clean-name.ts';
import { nameKey } from './name-key.ts';
import type { SiteContext } from './site-context.ts';
import { textNames } from './text-names.ts';

/** Where a name may be read, each a reason of its own. */
export type NameSource =
  | 'jsonld'
  | 'microdata'
  | 'legal_name'
  | 'site_name'
  | 'copyright'
  | 'imprint'
  | 'logo_alt'
  | 'title'
  | 'shared_title'
  | 'heading'
  | 'author'
  | 'app_name'
  | 'domain_in_text';

/** What one source of one page gives for a name, as written. */
export interface RawName {
  readonly raw: string;
  readonly source: NameSource;
  readonly quote: Quote;
}

/** A name that could be the firm's. */
export interface NameCandidate extends RawName, CleanedName {}

interface CleanedName {
  /** Without greetings, trade marks and stray signs. */
  readonly name: string;
  /** What its spellings have in common. */
  readonly key: string;
}

/** Reads every name that a site's pages and the alt texts of its likely logos give for the firm behind it. */
export function nameCandidates(
  site: SiteContext,
  views: readonly ImageView[],
): readonly NameCandidate[] {
  const inPages = site.pages.flatMap((page) => [...declaredNames(page), ...textNames(page, site)]);
  // Pages of one site repeat each other: each spelling is cleaned once.
  const bySpelling = Map.groupBy([...inPages, ...altNames(views)], ({ raw }) => raw);
  return [...bySpelling].flatMap(([raw, uses]) => {
    const cleaned = cleanedName(raw);
    return cleaned === null ? [] : uses.map((one) => ({ ...one, ...cleaned }));
  });
}

function cleanedName(raw: string): CleanedName | null {
  const name = cleanName(raw);
  const key = name === null ? '' : nameKey(name);
  return name === null || key === '' ? null : { name, key };
}
