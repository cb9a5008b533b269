import { quoteText } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { cleanAddress, hasPublicDomain } from './email-address.ts';
import type { EmailSighting } from './email-sighting.ts';

/** The longest local part and domain that are looked at; in characters. */
const MAX_SIDE = 100;

const NAME_CHARACTER = /[\p{L}\p{N}._%+'-]/u;
/** A label in another script than the address, which a page sets beside it without a space. */
const GLUED_LABEL = /^[\p{Script=Greek}\p{Script=Cyrillic}]+(?=[a-z\d])/iu;
const DOMAIN_CHARACTER = /[\p{L}\p{N}._-]/u;

/**
 * Addresses in a page's visible text, found from their `@`.
 *
 * @param siteDomain - the site's registrable domain, whose addresses count whatever they end in
 */
export function textEmails(document: PageDocument, siteDomain: string | null): EmailSighting[] {
  const { text } = document;
  const sightings: EmailSighting[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = reach(text, at, -1, NAME_CHARACTER);
    const end = reach(text, at, 1, DOMAIN_CHARACTER);
    const address = addressIn(text.slice(start, end), siteDomain);
    if (address === null) continue;
    const from = text.indexOf(address, start);
    const quote = quoteText(document, { start: from, end: from + address.length });
    sightings.push({ address, method: 'text_pattern', quote, document });
  }
  return sightings;
}

/** Where the characters beside an `@` stop being part of an address. */
function reach(text: string, at: number, step: 1 | -1, allowed: RegExp): number {
  let index = at + step;
  while (Math.abs(index - at) <= MAX_SIDE && allowed.test(text[index] ?? ' ')) index += step;
  return step === 1 ? index : index + 1;
}

function addressIn(written: string, siteDomain: string | null): string | null {
  const trimmed = written
    .replace(/^[.'%+-]+/, '')
    .replace(GLUED_LABEL, '')
    .replace(/[._-]+$/, '');
  const address = cleanAddress(trimmed);
  if (address === null) return null;
  if (hasPublicDomain(address, siteDomain)) return address;
  return withoutGluedWord(address, siteDomain);
}

/** A capital behind a domain begins the next word: `info@acme.exampleTel`. */
function withoutGluedWord(address: string, siteDomain: string | null): string | null {
  const cut = /^(.+@.+\.[a-z]{2,})\p{Lu}\p{L}*$/u.exec(address)?.[1];
  return cut !== undefined && hasPublicDomain(cut, siteDomain) ? cut : null;
}
