import type { Evidence } from '@sluice/core';
import type { PageDocument, Span } from '../../page/page-document.ts';
import { isLogoLike } from './image-words.ts';
import { copyrightNames } from './copyright-names.ts';
import { namesSpellingDomain } from './domain-names.ts';
import { narrowSpan } from './finding.ts';
import { LEGAL_NAME, cleanName } from './name-form.ts';
import { type SiteContext, isHomeUrl } from './site-context.ts';
import { organisations } from './organisations.ts';

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
  | 'domain_in_text';

/** A name as one source of one page gives it. */
export interface NameCandidate {
  /** Cleaned. */
  readonly name: string;
  readonly source: NameSource;
  readonly document: PageDocument;
  readonly span: Span;
  readonly in: Evidence['in'];
}

type Place = Omit<NameCandidate, 'name'>;

const META_SOURCES: ReadonlyMap<string, NameSource> = new Map([
  ['og:site_name', 'site_name'],
  ['application-name', 'site_name'],
  ['apple-mobile-web-app-title', 'site_name'],
  ['author', 'author'],
  ['copyright', 'author'],
  ['dc.publisher', 'author'],
]);

/** Reads every name a page gives for the firm behind it. */
export function* nameCandidates(page: PageDocument, site: SiteContext): Generator<NameCandidate> {
  yield* structuredNames(page);
  yield* metaNames(page);
  yield* titleNames(page);
  yield* logoNames(page, site);
  yield* headingNames(page);
  for (const { raw, span } of copyrightNames(page.text)) {
    yield* candidate(raw, { source: 'copyright', document: page, span, in: 'text' });
  }
  for (const span of namesSpellingDomain(page.text, site.labels)) {
    const raw = page.text.slice(span.start, span.end);
    yield* candidate(raw, { source: 'domain_in_text', document: page, span, in: 'text' });
  }
  yield* imprintNames(page);
}

function* candidate(raw: string, place: Place): Generator<NameCandidate> {
  const name = cleanName(raw);
  if (name !== null) yield { ...place, name };
}

function* structuredNames(page: PageDocument): Generator<NameCandidate> {
  for (const item of organisations(page)) {
    for (const [property, source] of [
      ['name', item.syntax],
      ['legalName', 'legal_name'],
    ] as const) {
      const raw = item.data[property];
      if (typeof raw !== 'string') continue;
      const span = narrowSpan(page.source.html, item.span, raw);
      yield* candidate(raw, { source, document: page, span, in: 'html' });
    }
  }
}

function* metaNames(page: PageDocument): Generator<NameCandidate> {
  for (const meta of page.metas) {
    const source = META_SOURCES.get(meta.name);
    if (source === undefined) continue;
    for (const raw of new Set([meta.content, ...titleParts(meta.content)])) {
      const span = narrowSpan(page.source.html, meta.span, raw);
      yield* candidate(raw, { source, document: page, span, in: 'html' });
    }
  }
}

const TITLE_SEPARATOR =
  /\s*[|•·»«›]\s*|\s*::+\s*|\s+[-–—~/]+\s+|:\s+|\s+:\s*|,\s+|\s*…\s*|\s*\n\s*/;

/** The parts a page title is made of: `Doors | Acme Joinery – Leeds` has three. */
export function titleParts(title: string): readonly string[] {
  return title.split(TITLE_SEPARATOR).filter((part) => part.trim() !== '');
}

function* titleNames(page: PageDocument): Generator<NameCandidate> {
  if (page.title === null) return;
  const { text, span: whole } = page.title;
  const legal = [...text.matchAll(LEGAL_NAME)].map(([name]) => name);
  for (const raw of new Set([...titleParts(text), ...legal])) {
    const span = narrowSpan(page.source.html, whole, raw);
    yield* candidate(raw, { source: 'title', document: page, span, in: 'html' });
  }
}

function* logoNames(page: PageDocument, site: SiteContext): Generator<NameCandidate> {
  for (const image of page.images) {
    if (image.alt === '' || image.region === 'footer') continue;
    const isHomeLink = image.linkUrl !== null && isHomeUrl(image.linkUrl, site);
    if (!isHomeLink && !isLogoLike(image)) continue;
    for (const raw of new Set([image.alt, ...titleParts(image.alt)])) {
      const span = imageTagSpan(page.source.html, image.srcSpan, raw);
      if (span !== null)
        yield* candidate(raw, { source: 'logo_alt', document: page, span, in: 'html' });
    }
  }
}

/** Where the text stands within the tag around `src`; null where it is written in another way. */
function imageTagSpan(html: string, src: Span, value: string): Span | null {
  const start = html.lastIndexOf('<', src.start);
  const end = html.indexOf('>', src.end);
  if (start === -1 || end === -1) return null;
  const span = narrowSpan(html, { start, end }, value);
  return span.start === start ? null : span;
}

function* headingNames(page: PageDocument): Generator<NameCandidate> {
  const first = page.headings.slice(0, 1);
  const main = page.headings.filter(({ level }) => level === 1);
  for (const heading of main.length === 0 ? first : main) {
    for (const raw of new Set([heading.text, ...titleParts(heading.text)])) {
      const span = narrowSpan(page.text, heading.span, raw);
      yield* candidate(raw, { source: 'heading', document: page, span, in: 'text' });
    }
  }
}

const IMPRINT_ROLE = /imprint|impressum|legal|about|contact/;
const MAX_LEGAL_NAMES = 8;

/** Names with a legal form on the pages that tell who runs the site. */
function* imprintNames(page: PageDocument): Generator<NameCandidate> {
  if (!IMPRINT_ROLE.test(page.source.role)) return;
  let left = MAX_LEGAL_NAMES;
  for (const match of page.text.matchAll(LEGAL_NAME)) {
    if (left-- === 0) return;
    const span = { start: match.index, end: match.index + match[0].length };
    yield* candidate(match[0], { source: 'imprint', document: page, span, in: 'text' });
  }
}
