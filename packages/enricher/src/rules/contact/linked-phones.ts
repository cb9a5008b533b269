import { quoteHtml } from '../../evidence/quote.ts';
import { folded } from '../../page/folded.ts';
import type { DocumentLink, PageDocument } from '../../page/page-document.ts';
import { lineStartBefore } from './label-candidates.ts';
import type { ParsedPhone, PhoneParser } from './parse-phone.ts';
import { lastLabel, type PhoneLabel } from './phone-labels.ts';
import type { PhoneSighting } from './phone-sighting.ts';
import type { TextNumber } from './text-phones.ts';
import { dialled } from './vanity-phones.ts';

/** Cheap: whether an address may dial at all. */
const DIALS =
  /^\s*(?:(?:tel|callto|phone|sms|fax)\s*:|(?:https?:)?\/\/[\w.]*(?:wa\.me|whatsapp\.com)\/)/i;

const CALLING = /^\s*(tel|callto|phone|sms|fax)\s*:\/{0,2}/i;
const MESSENGER =
  /^(?:https?:)?\/\/(?:(?:www\.)?wa\.me\/\+?|(?:api|web)\.whatsapp\.com\/send\/?\?(?:.*&)?phone=(?:\+|%2B)?)(\d{8,15})(?:\D|$)/i;

/** How much text before a link is searched for its label; in characters. */
const MAX_REACH = 48;

/**
 * Numbers that links dial.
 *
 * @param numbers - those in the text, whose labels hold for the links around them too
 */
export function linkedPhones(
  document: PageDocument,
  parser: PhoneParser,
  numbers: readonly TextNumber[],
): PhoneSighting[] {
  return document.links
    .filter(({ href }) => DIALS.test(href))
    .flatMap((link) => callSighting(document, link, parser, numbers) ?? []);
}

function callSighting(
  document: PageDocument,
  link: DocumentLink,
  parser: PhoneParser,
  numbers: readonly TextNumber[],
): PhoneSighting | null {
  const called = CALLING.exec(link.href);
  const phone = called
    ? readHref(link.href.slice(called[0].length), parser)
    : chatPhone(link, parser);
  if (phone === null) return null;
  const scheme = called?.[1]?.toLowerCase();
  return {
    phone,
    label: scheme === 'fax' ? 'fax' : linkLabel(document, link, numbers),
    method: called ? 'tel_link' : 'messenger_link',
    quote: quoteHtml(document, link.hrefSpan),
    document,
    region: link.region,
  };
}

function chatPhone({ href }: DocumentLink, parser: PhoneParser): ParsedPhone | null {
  const digits = MESSENGER.exec(href)?.[1];
  return digits === undefined ? null : parser.parse(`+${digits}`);
}

/** Reads what stands behind `tel:`; parameters and extensions are dropped. */
function readHref(address: string, parser: PhoneParser): ParsedPhone | null {
  const written = folded(decoded(address)).split(/[;?,]| ?(?:ext|x)\.? ?\d/i, 1)[0] ?? '';
  const dialable = /[a-z]{3}/i.test(written) ? dialled(written.toUpperCase()) : written;
  return parser.parse(dialable) ?? parser.parse(dialable.replaceAll('+', ''));
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch (error) {
    if (error instanceof URIError) return address;
    throw error;
  }
}

function linkLabel(
  { text }: PageDocument,
  { textSpan: { start, end }, text: words }: DocumentLink,
  numbers: readonly TextNumber[],
): PhoneLabel | null {
  const shown = numbers.find(({ span }) => span.start < end && start < span.end);
  if (shown !== undefined) return shown.label === 'other' ? null : shown.label;
  const own = lastLabel(words);
  if (own !== null) return own.label;
  const lineStart = lineStartBefore(text, start);
  return lastLabel(text.slice(Math.max(lineStart, start - MAX_REACH), start))?.label ?? null;
}
