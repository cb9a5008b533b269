import type { Evidence } from '@sluice/core';
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import { QuoteLocator, type LocatedQuote } from '../ask/locate-quote.ts';
import { quoteStructured } from '../evidence/quote-structured.ts';
import { evidenceFor, quoteHtml, quoteText, type Quote } from '../evidence/quote.ts';
import type { PageDocument, Span } from '../page/page-document.ts';
import { TRAILING_LEGAL_FORM } from '../rules/identity/legal-form.ts';
import { organisations } from '../rules/identity/organisations.ts';

/** What is known of a company whose website is looked for. */
export interface CompanySought {
  readonly name: string;
  readonly city: string | null;
  /** ISO 3166-1 alpha-2, in capitals. */
  readonly country: string | null;
}

/** Whether a site is the company's: with the words that say so, or with what it does not say. */
export type WebsiteCheck =
  | { readonly isConfirmed: true; readonly evidence: readonly Evidence[] }
  | { readonly isConfirmed: false; readonly missing: 'name' | 'city' | 'country' };

/** The column whose evidence a confirmation is. */
const COLUMN = 'website_found';
/** A name may be as short as `3M`: it has to stand where a site says whose it is. */
const MIN_LENGTH = 2;
/** Shorter words count only as they are written. */
const MIN_NORMALISED = 4;
const NAME_CONFIDENCE = 0.9;
const PLACE_CONFIDENCE = 0.8;

/** Pages whose whole text is about whose site it is. */
const OWN_PAGES = new Set(['imprint', 'contact']);

/**
 * Holds a site against the company that it should be of. The whole name (its legal form aside) has to stand
 * where a site says whose it is: in a title, a heading, header or footer, the site's name or an organisation
 * in its metadata, or on the contact page or imprint. A name in running text may be a customer's. The city, where
 * one is given, has to stand in the text; without one the country, by name, calling code or domain.
 *
 * @param documents - the site's pages, home page first
 * @param homeUrl - the value of the evidence
 */
export function confirmWebsite(
  documents: readonly PageDocument[],
  homeUrl: string,
  { name, city, country }: CompanySought,
): WebsiteCheck {
  const named = findName(documents, name);
  if (named === null) return { isConfirmed: false, missing: 'name' };
  const place =
    city === null ? findCountry(documents, homeUrl, country) : findCity(documents, city);
  if (place === null) {
    return { isConfirmed: false, missing: city === null ? 'country' : 'city' };
  }
  return {
    isConfirmed: true,
    evidence: [named, ...place].map((found) => toEvidence(homeUrl, found)),
  };
}

interface Sighting {
  readonly quote: Quote;
  readonly method: string;
  readonly confidence: number;
}

function toEvidence(value: string, { quote, method, confidence }: Sighting): Evidence {
  return evidenceFor(COLUMN, null, { value, quote, method, confidence });
}

/** With its legal form, else without. */
function findName(documents: readonly PageDocument[], name: string): Sighting | null {
  const names = new Set([name, name.replace(TRAILING_LEGAL_FORM, '')]);
  for (const spelling of names) {
    for (const document of documents) {
      const found = findInTexts(document, spelling) ?? findInStructured(document, spelling);
      if (found !== null) return found;
    }
  }
  return null;
}

/** A stretch of a page that says whose page it is. */
interface Place {
  /** As it reads. */
  readonly text: string;
  readonly span: Span;
  readonly in: 'text' | 'html';
  readonly method: string;
}

function findInTexts(document: PageDocument, name: string): Sighting | null {
  const places = ownPlaces(document);
  const found = locate(
    places.map(({ text }) => text),
    name,
  );
  if (found === null) return null;
  return { ...quotePlace(document, places[found.page]!, found.span), confidence: NAME_CONFIDENCE };
}

/** The words alone, or the whole place where entities keep offsets from being the same. */
function quotePlace(
  document: PageDocument,
  { text, span, in: where, method }: Place,
  within: Span,
): Pick<Sighting, 'quote' | 'method'> {
  const at = { start: span.start + within.start, end: span.start + within.end };
  if (where === 'text') return { quote: quoteText(document, at), method };
  const isAsWritten = document.source.html.slice(span.start, span.end) === text;
  return { quote: quoteHtml(document, isAsWritten ? at : span), method };
}

function ownPlaces({ title, headings, regions, metas, source, text }: PageDocument): Place[] {
  const inHtml = (method: string) => (place: Pick<Place, 'text' | 'span'>) =>
    ({ ...place, in: 'html', method }) as const;
  const inText = (method: string) => (span: Span) =>
    ({ text: text.slice(span.start, span.end), span, in: 'text', method }) as const;
  const siteNames = metas.filter(({ name }) => name === 'og:site_name');
  const frames = regions.filter(({ region }) => region === 'header' || region === 'footer');
  const titles = headings.filter(({ level }) => level === 1);
  const whole = OWN_PAGES.has(source.role) ? [{ start: 0, end: text.length }] : [];
  return [
    ...(title === null ? [] : [title]).map(inHtml('name_in_title')),
    ...siteNames.map(({ content, span }) => inHtml('name_in_metadata')({ text: content, span })),
    ...titles.map(({ span }) => inText('name_in_heading')(span)),
    ...frames.map(({ span }) => inText('name_in_frame')(span)),
    ...whole.map(inText('name_in_text')),
  ];
}

/** Short words stand for other things in small letters: the town of Au, and the French `au`. */
function locate(texts: readonly string[], words: string): LocatedQuote | null {
  const found = new QuoteLocator(texts, MIN_LENGTH).locate(words);
  return found?.match === 'normalised' && words.length < MIN_NORMALISED ? null : found;
}

function findInStructured(document: PageDocument, name: string): Sighting | null {
  for (const item of organisations(document)) {
    for (const value of [item.data['legalName'], item.data['name']]) {
      if (typeof value !== 'string') continue;
      if (locate([value], name) === null) continue;
      const quote = quoteStructured(document, item, value);
      if (quote !== null) return { quote, method: 'name_in_metadata', confidence: NAME_CONFIDENCE };
    }
  }
  return null;
}

function findCity(documents: readonly PageDocument[], city: string): Sighting[] | null {
  return findText(documents, [city], 'city_in_text');
}

/** Nothing is to be shown where no country is given, nor where the domain is the country's. */
function findCountry(
  documents: readonly PageDocument[],
  homeUrl: string,
  country: string | null,
): Sighting[] | null {
  if (country === null) return [];
  const domain = country === 'GB' ? 'uk' : country.toLowerCase();
  if (new URL(homeUrl).hostname.endsWith(`.${domain}`)) return [];
  return (
    findText(documents, countryNames(documents, country), 'country_in_text') ??
    findCallingCode(documents, country)
  );
}

/** In English, and in the languages of the pages. */
function countryNames(documents: readonly PageDocument[], country: string): string[] {
  const languages = ['en', ...documents.map(({ language }) => language)];
  const names = languages.filter((tag) => tag !== null).flatMap((tag) => nameIn(tag, country));
  return [...new Set(names)];
}

function nameIn(language: string, country: string): string[] {
  try {
    const name = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(
      country,
    );
    return name === undefined ? [] : [name];
  } catch (error) {
    // Pages write anything for a language.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function findText(
  documents: readonly PageDocument[],
  wanted: readonly string[],
  method: string,
): Sighting[] | null {
  const texts = documents.map(({ text }) => text);
  for (const words of wanted) {
    const found = locate(texts, words);
    if (found === null) continue;
    const quote = quoteText(documents[found.page]!, found.span);
    return [{ quote, method, confidence: PLACE_CONFIDENCE }];
  }
  return null;
}

function findCallingCode(documents: readonly PageDocument[], country: string): Sighting[] | null {
  if (!isSupportedCountry(country)) return null;
  const pattern = new RegExp(String.raw`\+${getCountryCallingCode(country)}(?=[\s\d(./-]{6})`);
  for (const document of documents) {
    const found = pattern.exec(document.text);
    if (found === null) continue;
    const span = { start: found.index, end: found.index + found[0].length };
    const quote = quoteText(document, span);
    return [{ quote, method: 'country_in_phone', confidence: PLACE_CONFIDENCE }];
  }
  return null;
}
