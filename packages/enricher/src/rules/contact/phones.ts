import type { Evidence } from '@sluice/core';
import { evidenceFor } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import type { ContactHints } from './contact-hints.ts';
import { defaultCountry } from './default-country.ts';
import { linkedPhones } from './linked-phones.ts';
import { PhoneParser } from './parse-phone.ts';
import type { PhoneSighting } from './phone-sighting.ts';
import { rankPhones } from './rank-phones.ts';
import { structuredPhones } from './structured-phones.ts';
import { findTextNumbers, textPhones } from './text-phones.ts';
import { vanityPhones } from './vanity-phones.ts';

/** Numbers a site lists in all; more are a directory of other people's numbers. */
const MAX_PHONES = 200;

/** Without a sign of its country, a site's numbers are read only where they are grouped as in this one. */
const FALLBACK_COUNTRY = 'US';

export interface Phones {
  /** E.164, the number to call first. */
  readonly phone: string | null;
  /** E.164, best first, fax numbers left out. */
  readonly phones: readonly string[];
  /** E.164. */
  readonly fax: string | null;
  readonly evidence: readonly Evidence[];
}

/** Reads a site's phone and fax numbers off links, structured data and text. */
export function extractPhones(documents: readonly PageDocument[], hints: ContactHints): Phones {
  const parser = new PhoneParser(defaultCountry(documents, hints) ?? FALLBACK_COUNTRY);
  const sightings = documents.flatMap((document) => sightingsOn(document, parser));
  const { phones, faxes } = rankPhones(sightings, parser.country);
  const listed = phones.slice(0, MAX_PHONES);
  const best = listed[0];
  const fax = faxes[0];
  return {
    phone: best?.value ?? null,
    phones: listed.map(({ value }) => value),
    fax: fax?.value ?? null,
    evidence: [
      ...(best ? [evidenceFor('phone', null, best)] : []),
      ...listed.map((finding, index) => evidenceFor('phones', index, finding)),
      ...(fax ? [evidenceFor('fax', null, fax)] : []),
    ],
  };
}

function sightingsOn(document: PageDocument, parser: PhoneParser): PhoneSighting[] {
  const numbers = findTextNumbers(document, parser);
  return [
    ...linkedPhones(document, parser, numbers),
    ...structuredPhones(document, parser),
    ...textPhones(document, numbers),
    ...vanityPhones(document, parser),
  ];
}
