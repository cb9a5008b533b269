import type { Finding } from '../../evidence/quote.ts';
import type { PhoneSighting } from './phone-sighting.ts';

/** How well each way of giving a number speaks for it; also the confidence of its finding. */
const CONFIDENCE: Readonly<Record<PhoneSighting['method'], number>> = {
  tel_link: 0.95,
  jsonld: 0.95,
  microdata: 0.95,
  text_pattern: 0.8,
  vanity: 0.85,
  messenger_link: 0.6,
};
/** Added where a label names the number in text. */
const LABEL_BONUS = 0.1;

const CONTACT_ROLES = new Set(['contact', 'imprint']);

interface Tally {
  readonly e164: string;
  readonly sightings: PhoneSighting[];
  readonly order: number;
}

/** Tells phones from faxes, and puts the number first that a caller should try first. */
export function rankPhones(
  sightings: readonly PhoneSighting[],
  country: string | null,
): { phones: Finding[]; faxes: Finding[] } {
  const tallies = tally(sightings);
  const ranked = [...tallies].sort(
    (a, b) => weight(b, country) - weight(a, country) || a.order - b.order,
  );
  return {
    phones: ranked.filter(isPhone).map((entry) => bestFinding(entry, 'phone')),
    faxes: ranked.filter(isFax).map((entry) => bestFinding(entry, 'fax')),
  };
}

function tally(sightings: readonly PhoneSighting[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const sighting of sightings) {
    const { e164 } = sighting.phone;
    const entry = tallies.get(e164);
    if (entry) entry.sightings.push(sighting);
    else tallies.set(e164, { e164, sightings: [sighting], order: tallies.size });
  }
  return [...tallies.values()];
}

function isFax({ sightings }: Tally): boolean {
  return sightings.some(({ label }) => label === 'fax' || label === 'both');
}

/** A number called a fax somewhere is a phone only if it is declared one, or called one as often elsewhere. */
function isPhone({ sightings }: Tally): boolean {
  if (sightings.some(({ label, method }) => label === 'phone' && isDeclared(method))) return true;
  const faxes = sightings.filter(({ label }) => label === 'fax').length;
  const phones = sightings.filter(({ label }) => label === 'phone' || label === 'both').length;
  return faxes === 0 || phones >= faxes;
}

function isDeclared(method: PhoneSighting['method']): boolean {
  return method === 'jsonld' || method === 'microdata';
}

function weight({ sightings }: Tally, country: string | null): number {
  const has = (test: (sighting: PhoneSighting) => boolean): number =>
    sightings.some(test) ? 1 : 0;
  const pages = new Set(sightings.map(({ document }) => document)).size;
  return (
    3 * has(({ method }) => method === 'tel_link') +
    3 * has(({ method }) => isDeclared(method)) +
    2 * has(({ label }) => label === 'phone') +
    2 * has(({ document }) => document.source.role === 'home') +
    has(({ document }) => CONTACT_ROLES.has(document.source.role)) +
    has(({ region }) => region !== 'main') +
    Math.log2(pages) -
    2 * has(({ phone }) => country !== null && phone.country !== country)
  );
}

function bestFinding({ e164, sightings }: Tally, kind: 'phone' | 'fax'): Finding {
  const fitting = sightings.filter(({ label }) => label === kind || label === 'both');
  const [best] = [...(fitting.length > 0 ? fitting : sightings)].sort(
    (a, b) => confidence(b) - confidence(a),
  );
  const { method, quote } = best!;
  return { value: e164, quote, method, confidence: confidence(best!) };
}

function confidence({ method, label }: PhoneSighting): number {
  const bonus = method === 'text_pattern' && label !== null ? LABEL_BONUS : 0;
  return Math.round((CONFIDENCE[method] + bonus) * 100) / 100;
}
