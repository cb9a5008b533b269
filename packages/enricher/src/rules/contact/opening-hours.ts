import type { Evidence } from '@sluice/core';
import { evidenceFor } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import type { HoursSighting } from './hours-sighting.ts';
import { structuredHours } from './structured-hours.ts';
import { textHours } from './text-hours.ts';

/** A longer text says more than one firm's hours; in characters. */
const MAX_LENGTH = 1_500;

export interface OpeningHours {
  /** In one line, as the site writes them; null where none are certain. */
  readonly openingHours: string | null;
  readonly evidence: readonly Evidence[];
}

/** Reads a site's opening hours off structured data, else off days and times in its text. */
export function extractOpeningHours(documents: readonly PageDocument[]): OpeningHours {
  const structured = documents.flatMap((document) => structuredHours(document));
  const best = fullest(structured) ?? fullest(documents.flatMap((document) => textHours(document)));
  if (best === null) return { openingHours: null, evidence: [] };
  const { hours, quote, method, confidence } = best;
  const finding = { value: hours, quote, method, confidence };
  return { openingHours: hours, evidence: [evidenceFor('opening_hours', null, finding)] };
}

/** The surest statement, and among those the one that says most of the week. */
function fullest(sightings: readonly HoursSighting[]): HoursSighting | null {
  const short = sightings.filter(({ hours }) => hours.length <= MAX_LENGTH);
  const [best] = short.sort((a, b) => b.confidence - a.confidence || b.days - a.days);
  return best ?? null;
}
