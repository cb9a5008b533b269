import { quoteText } from '../../evidence/quote.ts';
import type { PageDocument, Span } from '../../page/page-document.ts';
import { copyrightHolders } from './copyright-holders.ts';
import { namesSpellingDomain } from './domain-names.ts';
import type { NameSource, RawName } from './name-candidates.ts';
import { legalNames } from './legal-form.ts';
import { quoteWithinText } from './quote-within.ts';
import type { SiteContext } from './site-context.ts';

/** Names that stand in a page's visible text: heading, copyright notice, imprint, the domain spelled out. */
export function* textNames(page: PageDocument, site: SiteContext): Generator<RawName> {
  yield* headingNames(page);
  for (const span of copyrightHolders(page.text)) yield textName(page, span, 'copyright');
  for (const span of namesSpellingDomain(page.text, site.labels)) {
    yield textName(page, span, 'domain_in_text');
  }
  yield* imprintNames(page);
}

function textName(page: PageDocument, span: Span, source: NameSource): RawName {
  const quote = quoteText(page, span);
  return { raw: quote.quote, source, quote };
}

function* headingNames(page: PageDocument): Generator<RawName> {
  const main = page.headings.filter(({ level }) => level === 1);
  for (const { text, span } of main.length > 0 ? main : page.headings.slice(0, 1)) {
    for (const raw of new Set([text, ...text.split('\n')])) {
      yield { raw, source: 'heading', quote: quoteWithinText(page, span, raw) };
    }
  }
}

const IMPRINT_ROLE = /imprint|impressum|legal|about|contact/;
const MAX_LEGAL_NAMES = 8;

/** Names with a legal form on the pages that tell who runs the site. */
function* imprintNames(page: PageDocument): Generator<RawName> {
  if (!IMPRINT_ROLE.test(page.source.role)) return;
  for (const span of [...legalNames(page.text)].slice(0, MAX_LEGAL_NAMES)) {
    yield textName(page, span, 'imprint');
  }
}
