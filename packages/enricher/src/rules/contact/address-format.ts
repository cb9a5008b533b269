import type { Json, JsonObject } from '@sluice/core';
import { propertyTexts } from './structured-nodes.ts';

const PARTS = [
  'streetAddress',
  'postOfficeBoxNumber',
  'addressLocality',
  'addressRegion',
  'postalCode',
  'addressCountry',
] as const;

/** Countries that write the postcode behind the town. */
const POSTCODE_LAST = new Set(['US', 'CA', 'GB', 'AU', 'NZ', 'IE', 'IN', 'ZA']);

/** A structured address in one line, and the texts it is made of. */
export interface StructuredAddress {
  readonly line: string;
  readonly texts: readonly string[];
}

/**
 * Writes a PostalAddress as its country does; null without a street or a town with its postcode.
 *
 * @param country - ISO 3166-1 alpha-2 of the site, where the address does not say
 */
export function formatAddress(node: JsonObject, country: string | null): StructuredAddress | null {
  const part = Object.fromEntries(PARTS.map((name) => [name, partText(node, name)]));
  const {
    addressLocality: town = '',
    postalCode: postcode = '',
    addressRegion: region = '',
  } = part;
  const street = part['streetAddress'] || part['postOfficeBoxNumber'] || '';
  const land = part['addressCountry'] ?? '';
  if (street === '' ? !(town && postcode) : !(town || postcode)) return null;
  const isLast = POSTCODE_LAST.has(/^[A-Z]{2}$/.test(land) ? land : (country ?? ''));
  const place = isLast
    ? [town, [region, postcode].filter(Boolean).join(' ')]
    : [[postcode, town].filter(Boolean).join(' '), region === town ? '' : region];
  const line = [street, ...place, land].filter(Boolean).join(', ');
  return { line, texts: [street, town, postcode].filter(Boolean) };
}

function partText(node: JsonObject, name: string): string {
  const value: Json | undefined = node[name];
  const isNode = value !== null && typeof value === 'object' && !Array.isArray(value);
  const texts = isNode ? propertyTexts(value as JsonObject, 'name') : propertyTexts(node, name);
  return texts
    .map((text) =>
      text
        .replace(/\s+/g, ' ')
        .replace(/[\s,]+$/, '')
        .trim(),
    )
    .filter(Boolean)
    .join(', ');
}
