import type { Evidence, Json, JsonObject } from '@sluice/core';
import { quoteProperty } from '../../evidence/quote-property.ts';
import { quoteStructured } from '../../evidence/quote-structured.ts';
import { evidenceFor } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { formatAddress } from './address-format.ts';
import type { AddressSighting } from './address-sighting.ts';
import type { ContactHints } from './contact-hints.ts';
import { defaultCountry } from './default-country.ts';
import { type StructuredNode, structuredNodes } from './structured-nodes.ts';
import { textAddresses } from './text-addresses.ts';

const CONFIDENCE: Readonly<Record<AddressSighting['method'], number>> = {
  jsonld: 0.95,
  microdata: 0.95,
  address_element: 0.9,
  text_pattern: 0.8,
};

/** A longer text is no address; in characters. */
const MAX_LENGTH = 500;

/** Countries whose addresses show by themselves which country they are of. */
const SELF_EVIDENT = ['US', 'GB', 'CA', 'AU'];

/** What takes place or is offered somewhere does not say where the company is. */
const ELSEWHERE_TYPES =
  /^(?:.*Event|JobPosting|Review|Person|Product|RealEstateListing|Apartment|House)$/;

/** A page that tells of more places lists branches, dealers or members: none of them is where the firm is. */
const MAX_PLACES = 4;

const CONTACT_ROLES = new Set(['contact', 'imprint']);

export interface Address {
  /** In one line; null where none is certain. */
  readonly address: string | null;
  readonly evidence: readonly Evidence[];
}

/** Reads a site's main postal address off structured data and text. */
export function extractAddress(documents: readonly PageDocument[], hints: ContactHints): Address {
  const country = defaultCountry(documents, hints);
  const sightings = documents.flatMap((document) => [
    ...structuredAddresses(document, country),
    ...(country === null ? SELF_EVIDENT : [country]).flatMap((code) =>
      textAddresses(document, code),
    ),
  ]);
  const best = mainAddress(withoutLists(sightings));
  if (best === null) return { address: null, evidence: [] };
  const { line, quote, method } = best;
  const finding = { value: line, quote, method, confidence: CONFIDENCE[method] };
  return { address: line, evidence: [evidenceFor('address', null, finding)] };
}

function structuredAddresses(document: PageDocument, country: string | null): AddressSighting[] {
  return structuredNodes(document).flatMap((node) => {
    if (node.types.some((type) => ELSEWHERE_TYPES.test(type))) return [];
    return addressesOf(node).flatMap((address) => sighting(document, node, address, country) ?? []);
  });
}

function addressesOf({ data }: StructuredNode): (JsonObject | string)[] {
  const value: Json | undefined = data['address'];
  const list: readonly Json[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((entry) => typeof entry === 'string' || isNode(entry));
}

function isNode(json: Json): json is JsonObject {
  return json !== null && typeof json === 'object' && !Array.isArray(json);
}

function sighting(
  document: PageDocument,
  { item }: StructuredNode,
  address: JsonObject | string,
  country: string | null,
): AddressSighting | null {
  if (typeof address === 'string') {
    const isWhole =
      address.length <= MAX_LENGTH && /\d/.test(address) && /\p{L}.*[ ,].*\p{L}/su.test(address);
    const quote = isWhole ? quoteStructured(document, item, address) : null;
    const line = address.replace(/\s+/g, ' ').trim();
    return quote && { line, quote, method: item.syntax, document, region: 'main' };
  }
  const formatted = formatAddress(address, country);
  if (formatted === null || formatted.line.length > MAX_LENGTH) return null;
  const quote = quoteProperty(document, item, 'address', formatted.texts);
  const { line } = formatted;
  return quote && { line, quote, method: item.syntax, document, region: 'main' };
}

/** What a page's text lists among many counts only where another page gives it too. */
function withoutLists(sightings: readonly AddressSighting[]): AddressSighting[] {
  const pages = Map.groupBy(sightings.filter(isOfText), ({ document }) => document);
  const lists = new Set([...pages].filter(([, group]) => isList(group)).map(([page]) => page));
  const elsewhere = sightings.filter((one) => !isOfText(one) || !lists.has(one.document));
  const given = new Set(elsewhere.map(({ line }) => comparable(line)));
  return sightings.filter((one) => elsewhere.includes(one) || given.has(comparable(one.line)));
}

function isOfText({ method }: AddressSighting): boolean {
  return method === 'text_pattern' || method === 'address_element';
}

function isList(group: readonly AddressSighting[]): boolean {
  return new Set(group.map(({ line }) => comparable(line))).size > MAX_PLACES;
}

/** The address that the site gives most prominently. */
function mainAddress(sightings: readonly AddressSighting[]): AddressSighting | null {
  const groups = [...Map.groupBy(sightings, ({ line }) => comparable(line)).values()];
  const ranked = groups
    .map((group, order) => ({ group, order, weight: weight(group) }))
    .sort((a, b) => b.weight - a.weight || a.order - b.order);
  const [best] = [...(ranked[0]?.group ?? [])].sort(
    (a, b) => CONFIDENCE[b.method] - CONFIDENCE[a.method],
  );
  return best ?? null;
}

function weight(group: readonly AddressSighting[]): number {
  const has = (test: (sighting: AddressSighting) => boolean): number => (group.some(test) ? 1 : 0);
  const pages = new Set(group.map(({ document }) => document)).size;
  return (
    4 * has(({ method }) => method === 'jsonld' || method === 'microdata') +
    has(({ method }) => method === 'address_element') +
    has(({ document }) => CONTACT_ROLES.has(document.source.role)) +
    has(({ document }) => document.source.role === 'home') +
    has(({ region }) => region === 'footer' || region === 'header') +
    Math.log2(pages) -
    2 * has(({ line }) => /\b(?:box|postfach|postbus|b\.?p\.?) \d/i.test(line))
  );
}

function comparable(line: string): string {
  return line.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
