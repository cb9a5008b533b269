import { createBusiness } from '@sluice/testkit';
import { seededRandom, type SeededRandom } from '../crash/seeded-random.ts';
import { isRead, type ScriptedEnd, type SiteKind } from './site-kind.ts';
import { kindHost, siteKinds } from './site-kinds.ts';

/** A row of the dataset, and how it must end. */
export interface SoakRecord {
  /** Its key, from 1 in dataset order. */
  readonly id: string;
  readonly website: string;
  /** `well-behaved`, or the name of its kind. */
  readonly kind: string;
  readonly host: string;
  readonly end: ScriptedEnd;
  /** Of its site's business, in E.164. */
  readonly phone: string;
}

export interface SoakPlan {
  readonly records: readonly SoakRecord[];
}

export const WELL_BEHAVED = 'well-behaved';

/** Of the hosts, this share misbehaves. */
const FAULTY_SHARE = 1 / 3;

/**
 * Draws a dataset: every kind of fault as often as any other (each once before one comes twice), in random
 * order between well-behaved sites. Same numbers, same plan.
 */
export function planSoak(recordCount: number, seed: number): SoakPlan {
  const random = seededRandom(seed);
  const faulty = Math.floor(recordCount * FAULTY_SHARE);
  const kinds: SiteKind[] = [];
  while (kinds.length < faulty) kinds.push(...shuffle(siteKinds, random));
  const places: (SiteKind | null)[] = [
    ...kinds.slice(0, faulty),
    ...Array.from({ length: recordCount - faulty }, () => null),
  ];
  return { records: shuffle(places, random).map(toRecord) };
}

/** Every kind once, those that have to be waited for first, and then so many well-behaved sites. */
export function planEveryKind(wellBehaved: number): SoakPlan {
  const places = [...siteKinds, ...Array.from({ length: wellBehaved }, () => null)];
  return { records: places.map(toRecord) };
}

/** The dataset as CSV. */
export function soakDataset({ records }: SoakPlan): string {
  return `id,website\n${records.map(({ id, website }) => `${id},${website}\n`).join('')}`;
}

function toRecord(kind: SiteKind | null, n: number): SoakRecord {
  const host = kind === null ? `site${n}.test` : kindHost(kind, n);
  const business = createBusiness(n, host);
  return {
    id: `r${n + 1}`,
    website: kind?.website?.(host) ?? `http://${host}/`,
    kind: kind?.name ?? WELL_BEHAVED,
    host,
    end: kind?.end ?? isRead,
    phone: `+1${business.phone.replaceAll(/\D/g, '')}`,
  };
}

/** Fisher and Yates. */
function shuffle<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  const shuffled = [...items];
  for (let at = shuffled.length - 1; at > 0; at -= 1) {
    const other = random.whole(0, at);
    [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
  }
  return shuffled;
}
