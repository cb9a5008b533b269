import { quoteStructured } from '../../evidence/quote-structured.ts';
import type { PageDocument, StructuredItem } from '../../page/page-document.ts';
import type { NameSource, RawName } from './name-candidates.ts';
import { legalNames, TRAILING_LEGAL_FORM } from './legal-form.ts';
import { organisations } from './organisations.ts';
import { quoteWithinHtml } from './quote-within.ts';
import { titleParts } from './title-parts.ts';

/** Names that a page declares: structured data, metas, title. */
export function* declaredNames(page: PageDocument): Generator<RawName> {
  yield* structuredNames(page);
  yield* metaNames(page);
  yield* titleNames(page);
}

/** A site's own name counts only where no firm on the page has one: it may be shorter, or a campaign's. */
function* structuredNames(page: PageDocument): Generator<RawName> {
  const items = organisations(page);
  const firms = items.filter((item) => !isWebSite(item));
  const isNamed = firms.some(({ data }) => typeof data['name'] === 'string');
  for (const item of isNamed ? firms : items) {
    const name = isWebSite(item) ? 'site_name' : item.syntax;
    const sources = { name, legalName: 'legal_name' } as const;
    for (const [property, source] of Object.entries(sources)) {
      const raw = item.data[property];
      const quote = typeof raw === 'string' ? quoteStructured(page, item, raw) : null;
      if (typeof raw === 'string' && quote !== null) yield { raw, source, quote };
    }
  }
}

function isWebSite({ types }: StructuredItem): boolean {
  return types.includes('WebSite');
}

const META_SOURCES: ReadonlyMap<string, NameSource> = new Map([
  ['og:site_name', 'site_name'],
  ['application-name', 'app_name'],
  ['apple-mobile-web-app-title', 'app_name'],
  ['author', 'author'],
  ['copyright', 'author'],
  ['dc.publisher', 'author'],
]);

function* metaNames(page: PageDocument): Generator<RawName> {
  for (const { name, content, span } of page.metas) {
    const source = META_SOURCES.get(name);
    if (source === undefined) continue;
    for (const raw of new Set([content, ...titleParts(content)])) {
      yield { raw, source, quote: quoteWithinHtml(page, span, raw) };
    }
  }
}

function* titleNames(page: PageDocument): Generator<RawName> {
  if (page.title === null) return;
  const { text, span } = page.title;
  const legal = [...legalNames(text)].map(({ start, end }) => text.slice(start, end));
  const parts = titleParts(text).flatMap((part) => [withoutPlaces(part), part]);
  for (const raw of new Set([...parts, ...legal])) {
    yield { raw, source: 'title', quote: quoteWithinHtml(page, span, raw) };
  }
}

/** Words with capitals behind a comma: `Acme Joinery, Leeds`, `Ταβέρνα Ακμή, Βόλος`, `Acme, Austin, TX`. */
const PLACES =
  /(?:, ?\p{Lu}[\p{L}'’-]*\p{Ll}(?: \p{Lu}[\p{L}'’-]*\p{Ll}){0,2}){1,3}(?:,? [A-Z]{2})?$/u;
/** Commas that stand between partners. */
const LIST = /[&+]| (?:and|und|et|y|e|og|och|i|en) /i;

/** A name of several words without the places behind it, where there are any; else the name as it is. */
function withoutPlaces(name: string): string {
  if (!name.includes(',') || LIST.test(name) || TRAILING_LEGAL_FORM.test(name)) return name;
  const bare = name.replace(PLACES, '');
  return bare.includes(' ') ? bare : name;
}
