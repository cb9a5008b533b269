import type { PageDocument, Span } from '../../page/page-document.ts';
import { type DetectedLanguage, MAX_SAMPLE_LENGTH, detectLanguage } from './detect-language.ts';
import { type Finding, quoteHtml } from '../../evidence/quote.ts';
import { quoteWithinText } from './quote-within.ts';
import { DOMAIN_LANGUAGES, STOP_WORDS } from './language-profiles.ts';
import type { SiteContext } from './site-context.ts';

/** A text this far ahead in one language outweighs a template's `lang="en"`. */
const OVERRULING_LEAD = 1.6;
const CONFIDENCE = { agreed: 0.97, declared: 0.85, detected: 0.8, overruled: 0.75 } as const;

/**
 * Tells the language a site is written in, as a primary subtag such as `de`: what the page declares,
 * unless its words clearly say otherwise; null when neither tells.
 */
export function findLanguage(site: SiteContext): Finding | null {
  const declared = site.pages.map(declaredLanguage).find((found) => found !== null) ?? null;
  const detected = detectLanguage(
    site.pages.map(({ text }) => text.slice(0, MAX_SAMPLE_LENGTH)).join('\n'),
    domainLanguage(site),
  );
  if (declared === null) return detected && textFinding(site, detected, CONFIDENCE.detected);
  if (detected === null) return declared;
  if (detected.language === declared.value) return { ...declared, confidence: CONFIDENCE.agreed };
  return isOverruled(declared.value, detected)
    ? textFinding(site, detected, CONFIDENCE.overruled)
    : declared;
}

/** Only a language whose words are known can be missed in a text. */
function isOverruled(declared: string, detected: DetectedLanguage): boolean {
  return declared in STOP_WORDS && detected.leadOver(declared) >= OVERRULING_LEAD;
}

function domainLanguage({ domains }: SiteContext): string | null {
  const endings = domains.map((domain) => domain.slice(domain.lastIndexOf('.') + 1));
  return endings.map((ending) => DOMAIN_LANGUAGES[ending]).find((language) => language) ?? null;
}

const HTML_LANG = /<html\b[^>]*?\s(?:xml:)?lang\s*=\s*["']?([\w-]+)/di;
/** The root element stands within this many characters, comments before it included. */
const MAX_PREAMBLE_LENGTH = 8_000;
const DECLARING_METAS: ReadonlyMap<string, string> = new Map([
  ['og:locale', 'open_graph'],
  ['content-language', 'content_language'],
  ['language', 'content_language'],
  ['dc.language', 'content_language'],
]);

function declaredLanguage(page: PageDocument): Finding | null {
  const own = HTML_LANG.exec(page.source.html.slice(0, MAX_PREAMBLE_LENGTH));
  const [start, end] = own?.indices?.[1] ?? [0, 0];
  const language = primaryLanguage(page.language ?? '');
  if (language !== null && end > start)
    return languageFinding(page, language, { start, end }, 'html_lang');
  for (const meta of page.metas) {
    const method = DECLARING_METAS.get(meta.name);
    const declared = method === undefined ? null : primaryLanguage(meta.content);
    if (method !== undefined && declared !== null)
      return languageFinding(page, declared, meta.span, method);
  }
  return null;
}

function languageFinding(
  document: PageDocument,
  value: string,
  span: Span,
  method: string,
): Finding {
  return { value, quote: quoteHtml(document, span), method, confidence: CONFIDENCE.declared };
}

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
/** Codes of before 1989, and Norwegian's two written forms. */
const OLD_CODES: Readonly<Record<string, string>> = {
  iw: 'he',
  in: 'id',
  ji: 'yi',
  nb: 'no',
  nn: 'no',
};

/** `de` of `de-AT`, `de_DE.UTF-8` or `de, en`; null for what is no language tag. */
export function primaryLanguage(tag: string): string | null {
  const subtag = /^\s*([a-z]{2,3})(?![a-z])/i.exec(tag)?.[1]?.toLowerCase();
  if (subtag === undefined) return null;
  const language = OLD_CODES[subtag] ?? subtag;
  return LANGUAGE_NAMES.of(language) === undefined ? null : language;
}

/** The quote is the longest line of a page, the home page if it has any: running text rather than a menu. */
function textFinding(
  { pages, home }: SiteContext,
  { language }: DetectedLanguage,
  confidence: number,
): Finding {
  const page = pages.find(({ text }) => text !== '') ?? home;
  const line = page.text
    .split('\n')
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  const whole = { start: 0, end: page.text.length };
  const quote = quoteWithinText(page, whole, line.slice(0, MAX_QUOTE_LENGTH));
  return { value: language, quote, method: 'text_words', confidence };
}

const MAX_QUOTE_LENGTH = 160;
