import type { PageDocument } from '../page/page-document.ts';
import { extractEmails } from './contact/emails.ts';
import { extractPhones } from './contact/phones.ts';

/** A description that a page declares says something from this length on; in characters. */
const MIN_DESCRIPTION = 50;
/** So much text outside links tells who the owner of a page is, and what they do; in characters. */
const MIN_TEXT = 1_200;

/**
 * Tells what a page says by itself: a phone number and an e-mail address, of whatever country, and, at some
 * length, who its owner is. Each is looked for when it is read.
 */
export function pageFacts(document: PageDocument): {
  readonly phone: boolean;
  readonly email: boolean;
  readonly description: boolean;
} {
  const hints = { siteUrl: document.source.url, country: null };
  return {
    get phone() {
      return extractPhones([document], hints).phone !== null;
    },
    get email() {
      return extractEmails([document], hints).email !== null;
    },
    get description() {
      return hasDescription(document) && ownTextLength(document) >= MIN_TEXT;
    },
  };
}

function hasDescription({ metas }: PageDocument): boolean {
  return metas.some(
    ({ name, content }) =>
      (name === 'description' || name === 'og:description') && content.length >= MIN_DESCRIPTION,
  );
}

function ownTextLength({ text, links }: PageDocument): number {
  return links.reduce(
    (length, { textSpan }) => length - (textSpan.end - textSpan.start),
    text.length,
  );
}
