import { quoteHtml } from '../../evidence/quote.ts';
import { folded } from '../../page/folded.ts';
import type { DocumentLink, PageDocument } from '../../page/page-document.ts';
import { cleanAddress } from './email-address.ts';
import type { EmailSighting } from './email-sighting.ts';
import { decodeProtectedEmail } from './protected-email.ts';
import { decodeShiftedMailto } from './shifted-mailto.ts';

/** The longest local part and domain that are looked at; in characters. */
const MAX_SIDE = 254;
/** Of a list of recipients, this much is read; in characters. */
const MAX_LIST_LENGTH = 1_000;

const MAILTO = /^\s*mailto\s*:\/{0,2}/i;
const PROTECTED = /\/cdn-cgi\/l\/email-protection#([\da-f]{6,})/i;
const SHIFTED = /^\s*javascript:\s*linkTo_UnCryptMailto\(\s*(?:'|%27|")([^'"]+?)(?:'|%27|")/i;

/** Addresses that links write to: `mailto:`, and the two encodings that hide it from simple robots. */
export function linkedEmails(document: PageDocument): EmailSighting[] {
  return document.links.flatMap((link) => {
    const quote = quoteHtml(document, link.hrefSpan);
    return readLink(link).map(({ address, method }) => ({ address, method, quote, document }));
  });
}

type Read = Pick<EmailSighting, 'address' | 'method'>;

function readLink({ href }: DocumentLink): Read[] {
  const mailto = MAILTO.exec(href);
  if (mailto) return recipients(href.slice(mailto[0].length), 'mailto_link');
  const hidden = PROTECTED.exec(href)?.[1];
  if (hidden !== undefined) return single(decodeProtectedEmail(hidden), 'protected_email');
  const shifted = SHIFTED.exec(href)?.[1];
  if (shifted === undefined) return [];
  const target = decodeShiftedMailto(decoded(shifted));
  return target === null ? [] : recipients(target, 'encoded_link');
}

function single(written: string | null, method: Read['method']): Read[] {
  const address = written === null ? null : (cleanAddress(written) ?? firstAddress(written));
  return address === null ? [] : [{ address, method }];
}

/** Two addresses run together are taken up to the second at sign, as written. */
function firstAddress(written: string): string | null {
  const at = written.indexOf('@');
  if (at < 0) return null;
  const before = /[^\s@:]+$/.exec(written.slice(Math.max(0, at - MAX_SIDE), at))?.[0] ?? '';
  const after = /^[^\s@?]+/.exec(written.slice(at + 1, at + 1 + MAX_SIDE))?.[0] ?? '';
  return cleanAddress(`${before}@${after}`);
}

/** The addresses before the first `?`, else those of its `to`. */
function recipients(target: string, method: Read['method']): Read[] {
  const [direct = '', query = ''] = target.split('?', 2);
  const to = /(?:^|&)to=([^&]*)/i.exec(query)?.[1] ?? '';
  const list = folded(decoded(direct.trim() === '' ? to : direct)).slice(0, MAX_LIST_LENGTH);
  return list.split(/[,;]| (?=\S+@)/).flatMap((entry) => single(insideBrackets(entry), method));
}

/** `Acme <info@acme.example>` names its address in brackets. */
function insideBrackets(entry: string): string {
  return /<([^<>]+@[^<>]+)>/.exec(entry)?.[1] ?? entry;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
