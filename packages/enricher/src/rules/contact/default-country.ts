import { parse } from 'tldts';
import type { PageDocument } from '../../page/page-document.ts';
import type { ContactHints } from './contact-hints.ts';
import { propertyTexts, structuredNodes } from './structured-nodes.ts';

/** Country domains that are sold to the whole world, and so speak of no country. */
const WORLDWIDE = new Set('ai am cc co fm gg io la ly me nu sh to tv vc ws'.split(' '));

/** The country where a language is mainly written, where there is one; English has none. */
const HOMES: Readonly<Record<string, string | undefined>> = {
  cs: 'CZ',
  da: 'DK',
  de: 'DE',
  el: 'GR',
  et: 'EE',
  fi: 'FI',
  fr: 'FR',
  hu: 'HU',
  it: 'IT',
  ja: 'JP',
  ko: 'KR',
  lt: 'LT',
  lv: 'LV',
  nb: 'NO',
  nl: 'NL',
  no: 'NO',
  pl: 'PL',
  ro: 'RO',
  sk: 'SK',
  sl: 'SI',
  sv: 'SE',
  tr: 'TR',
  uk: 'UA',
};

/** Postcodes that one country writes in this way, and others hardly. */
const POSTCODES: readonly (readonly [country: string, pattern: RegExp])[] = [
  ['GB', /\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b/g],
  ['CA', /\b[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d\b/g],
  ['US', /\b[A-Z]{2},? \d{5}(?:-\d{4})?\b/g],
  ['AU', /\b(?:NSW|VIC|QLD|TAS|ACT),? \d{4}\b/g],
];

/**
 * The country whose numbers a site writes without their country code: the dataset's, else its domain's,
 * else what its structured data, language or postcodes speak for.
 *
 * @returns ISO 3166-1 alpha-2, or null where nothing speaks for one
 */
export function defaultCountry(
  documents: readonly PageDocument[],
  { country, siteUrl }: ContactHints,
): string | null {
  if (country !== null && /^[a-z]{2}$/i.test(country.trim())) return isoCode(country.trim());
  return (
    domainCountry(siteUrl) ??
    firstOf(documents, structuredCountry) ??
    firstOf(documents, ({ language }) => localeCountry(language)) ??
    postcodeCountry(documents) ??
    firstOf(documents, ({ language }) => HOMES[language?.slice(0, 2).toLowerCase() ?? ''] ?? null)
  );
}

function isoCode(code: string): string {
  const upper = code.toUpperCase();
  return upper === 'UK' ? 'GB' : upper;
}

function domainCountry(siteUrl: string): string | null {
  const suffix = parse(siteUrl).publicSuffix?.split('.').at(-1) ?? '';
  return /^[a-z]{2}$/.test(suffix) && suffix !== 'eu' && !WORLDWIDE.has(suffix)
    ? isoCode(suffix)
    : null;
}

function firstOf(
  documents: readonly PageDocument[],
  read: (document: PageDocument) => string | null,
): string | null {
  for (const document of documents) {
    const found = read(document);
    if (found !== null) return found;
  }
  return null;
}

function structuredCountry(document: PageDocument): string | null {
  const named = structuredNodes(document).flatMap(({ data }) =>
    propertyTexts(data, 'addressCountry'),
  );
  const code = named.find((name) => /^[A-Z]{2}$/.test(name));
  return code === undefined ? null : isoCode(code);
}

/** `en-US` is what tools write where nobody chose, so it says nothing. */
function localeCountry(language: string | null): string | null {
  const region = /^[a-z]{2,3}[-_]([A-Z]{2})$/i.exec(language ?? '')?.[1]?.toUpperCase();
  return region === undefined || /^en.us$/i.test(language ?? '') ? null : isoCode(region);
}

function postcodeCountry(documents: readonly PageDocument[]): string | null {
  const counts = POSTCODES.map(([country, pattern]) => {
    const perPage = documents.map(({ text }) => text.match(pattern)?.length ?? 0);
    return { country, count: perPage.reduce((sum, count) => sum + count, 0) };
  });
  const [most] = counts.sort((a, b) => b.count - a.count);
  return most !== undefined && most.count > 0 ? most.country : null;
}
