import { quoteText } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import { cleanAddress, hasPublicDomain } from './email-address.ts';
import type { EmailSighting } from './email-sighting.ts';

/** An at sign in words: in brackets, in capitals, or plain where the dot is in words too. */
const BRACKETED =
  /[[({<|] ?(?:at|ät|aet|@|a|arroba|arobase|chiocciola|apenstaartje|malpa|małpa) ?[\])}>|] ?/giu;
const BARE = / (?:AT|@) /g;
const PLAIN = / at (?=[\p{L}\p{N}-]+ (?:dot|punkt|point|punto) )/gu;

const DOT =
  /\s?[[({<|]\s?(?:dot|d0t|punkt|point|punto|punt|kropka|\.)\s?[\])}>|]\s?| (?:DOT|dot|punkt|PUNKT) /giu;

const NAME = /[\p{L}\p{N}._%+-]+$/u;
const DOMAIN = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;
const LABEL = /e-?mail(?: us| address)?\s?[:=]?\s?$/iu;

/** How much text on the two sides of an at sign is read; in characters. */
const MAX_SIDE = 100;

/**
 * Addresses written so that simple robots miss them, such as `info [at] acme [dot] example`.
 *
 * @param siteDomain - the site's registrable domain, whose addresses count whatever they end in
 */
export function obfuscatedEmails(
  document: PageDocument,
  siteDomain: string | null,
): EmailSighting[] {
  const { text } = document;
  return signsIn(text).flatMap(({ 0: sign, index }) => {
    const before = text.slice(Math.max(0, index - MAX_SIDE), index).trimEnd();
    const name = NAME.exec(withDots(before))?.[0];
    if (name === undefined || !isMeant(sign, before, name)) return [];
    const after = readDomain(text.slice(index + sign.length, index + sign.length + MAX_SIDE));
    const address = after && cleanAddress(`${name}@${after.domain}`);
    if (!after || !address || !hasPublicDomain(address, siteDomain)) return [];
    const start = Math.max(0, index - MAX_SIDE) + nameStart(before, name);
    const quote = quoteText(document, { start, end: index + sign.length + after.length });
    return [{ address, method: 'obfuscated_text' as const, quote, document }];
  });
}

function signsIn(text: string): RegExpExecArray[] {
  return [BRACKETED, BARE, PLAIN].flatMap((pattern) => [...text.matchAll(pattern)]);
}

/** In ` @ ` an address is meant only where a label says so. */
function isMeant(sign: string, before: string, name: string): boolean {
  return sign !== ' @ ' || LABEL.test(before.slice(0, before.length - name.length));
}

function withDots(text: string): string {
  return text.replace(DOT, '.');
}

function readDomain(after: string): { domain: string; length: number } | null {
  const line = after.split('\n', 1)[0] ?? '';
  const domain = DOMAIN.exec(withDots(line))?.[0].replace(/-+$/, '');
  if (domain === undefined) return null;
  for (let length = domain.length; length <= line.length; length++) {
    if (withDots(line.slice(0, length)) === domain) return { domain, length };
  }
  return null;
}

/** Where the name begins in the text before its dots were restored. */
function nameStart(before: string, name: string): number {
  for (let start = before.length - name.length; start >= 0; start--) {
    if (withDots(before.slice(start)) === name) return start;
  }
  return 0;
}
