import { decodeHTML } from 'entities';
import type { PageDocument } from '../../page/page-document.ts';
import { type Finding, quoteHtml, quoteText } from '../../evidence/quote.ts';
import { quoteStructured } from '../../evidence/quote-structured.ts';
import { organisations } from './organisations.ts';
import type { SiteContext } from './site-context.ts';

const MIN_LENGTH = 25;
const MAX_LENGTH = 1_000;
/** A paragraph worth showing in place of a description says more than a slogan. */
const MIN_PARAGRAPH_LENGTH = 80;
const MIN_PARAGRAPH_WORDS = 12;

const BOILERPLATE =
  /\bcookies?\b|\bjavascript\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|browser (?:does not|doesn't)|just another wordpress|lorem ipsum|page not found|under construction|skip to (?:main )?content|\bprivacy policy\b|datenschutzerklärung|description (?:goes )?here|terms (?:of|and) |please (?:enter|fill|note)|this form/i;

/** Reads what a firm says of itself: what it declares, else the first paragraph of its home page. */
export function findDescription(site: SiteContext): Finding | null {
  const { home } = site;
  return (
    structuredDescription(home) ??
    metaDescription(home) ??
    firstParagraph(home) ??
    laterDescription(site)
  );
}

function structuredDescription(page: PageDocument): Finding | null {
  for (const item of organisations(page)) {
    const raw = item.data['description'];
    if (typeof raw !== 'string') continue;
    const value = foldDescription(raw);
    if (value === null) continue;
    const quote = quoteStructured(page, item, raw);
    if (quote !== null) return { value, quote, method: item.syntax, confidence: 0.9 };
  }
  return null;
}

const METAS = [
  { name: 'og:description', method: 'open_graph', confidence: 0.85 },
  { name: 'description', method: 'meta_description', confidence: 0.85 },
  { name: 'twitter:description', method: 'open_graph', confidence: 0.8 },
  { name: 'dc.description', method: 'meta_description', confidence: 0.8 },
] as const;

function metaDescription(page: PageDocument): Finding | null {
  for (const { name, ...rest } of METAS) {
    const meta = page.metas.find(
      (one) => one.name === name && foldDescription(one.content) !== null,
    );
    const value = meta === undefined ? null : foldDescription(meta.content);
    if (meta !== undefined && value !== null)
      return { value, quote: quoteHtml(page, meta.span), ...rest };
  }
  return null;
}

function firstParagraph(page: PageDocument): Finding | null {
  let start = 0;
  for (const line of page.text.split('\n')) {
    const value = isProse(line) && isInMain(page, start) ? foldDescription(line) : null;
    if (value !== null) {
      const quote = quoteText(page, { start, end: start + line.length });
      return { value, quote, method: 'first_paragraph', confidence: 0.5 };
    }
    start += line.length + 1;
  }
  return null;
}

function isInMain(page: PageDocument, offset: number): boolean {
  return !page.regions.some(
    ({ region, span }) => region !== 'main' && span.start <= offset && offset < span.end,
  );
}

/** Running text: long enough, with an end, and not a list of links or keywords. */
function isProse(line: string): boolean {
  const text = line.trim();
  if (text.length < MIN_PARAGRAPH_LENGTH || !/[.!?…](?:\s|$)/.test(text)) return false;
  const words = text.split(/\s+/);
  const lowerCase = words.filter((word) => /^\p{Ll}/u.test(word)).length;
  return (
    words.length >= MIN_PARAGRAPH_WORDS && lowerCase / words.length > 0.4 && !/[|»©]/.test(text)
  );
}

/** A page that tells about the firm describes it better than one of its products would. */
function laterDescription(site: SiteContext): Finding | null {
  const about = site.pages.find((page) => page !== site.home && page.source.role === 'about');
  return about === undefined ? null : (metaDescription(about) ?? firstParagraph(about));
}

function foldDescription(raw: string): string | null {
  // Content systems that escape twice leave entities behind in the decoded text.
  const folded = decodeHTML(raw).replaceAll(/\s+/g, ' ').trim();
  if (folded.length < MIN_LENGTH || BOILERPLATE.test(folded)) return null;
  return folded.length <= MAX_LENGTH ? folded : cutAtSentence(folded);
}

function cutAtSentence(text: string): string {
  const cut = text.slice(0, MAX_LENGTH);
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('! '), cut.lastIndexOf('? '));
  return end > MAX_LENGTH / 2 ? cut.slice(0, end + 1) : cut.slice(0, cut.lastIndexOf(' '));
}
