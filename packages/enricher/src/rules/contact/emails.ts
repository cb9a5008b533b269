import type { Evidence } from '@sluice/core';
import { getDomain } from 'tldts';
import { quoteStructured } from '../../evidence/quote-structured.ts';
import { evidenceFor, type Finding, quoteHtml } from '../../evidence/quote.ts';
import type { PageDocument } from '../../page/page-document.ts';
import type { ContactHints } from './contact-hints.ts';
import { cleanAddress, isExample } from './email-address.ts';
import type { EmailSighting } from './email-sighting.ts';
import { linkedEmails } from './linked-emails.ts';
import { obfuscatedEmails } from './obfuscated-emails.ts';
import { decodeProtectedEmail } from './protected-email.ts';
import { rankEmails } from './rank-emails.ts';
import { propertyTexts, structuredNodes } from './structured-nodes.ts';
import { textEmails } from './text-emails.ts';

/** Addresses a site lists in all; more are a directory of other people's. */
const MAX_EMAILS = 200;

export interface Emails {
  /** The address to write to first. */
  readonly email: string | null;
  /** Best first, in lower case; typing errors stay as the page has them. */
  readonly emails: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Reads a site's e-mail addresses off links, structured data and text, obfuscated ones too. */
export function extractEmails(documents: readonly PageDocument[], hints: ContactHints): Emails {
  const siteDomain = getDomain(hints.siteUrl);
  const sightings = documents
    .flatMap((document) => sightingsOn(document, siteDomain))
    .filter(({ address }) => !isExample(address, siteDomain));
  const found: Finding[] = rankEmails(sightings, hints.siteUrl).slice(0, MAX_EMAILS);
  const best = found[0];
  return {
    email: best?.value ?? null,
    emails: found.map(({ value }) => value),
    evidence: [
      ...(best ? [evidenceFor('email', null, best)] : []),
      ...found.map((finding, index) => evidenceFor('emails', index, finding)),
    ],
  };
}

function sightingsOn(document: PageDocument, siteDomain: string | null): EmailSighting[] {
  const given = [
    ...linkedEmails(document),
    ...protectedEmails(document),
    ...structuredEmails(document),
  ];
  const inText = textEmails(document, siteDomain).filter(
    ({ address }) => !given.some((one) => isGluedTo(address, one.address)),
  );
  return [...given, ...inText, ...obfuscatedEmails(document, siteDomain)];
}

/** `Emailinfo@acme.example` is a label and the address that the page links to beside it. */
function isGluedTo(address: string, given: string): boolean {
  return address.endsWith(given) && /^\p{Lu}(?:-?\p{L})+$/u.test(address.slice(0, -given.length));
}

function protectedEmails(document: PageDocument): EmailSighting[] {
  return document.protectedTexts.flatMap(({ value, span }) => {
    const address = cleanAddress(decodeProtectedEmail(value) ?? '');
    const quote = quoteHtml(document, span);
    return address === null
      ? []
      : [{ address, method: 'protected_email' as const, quote, document }];
  });
}

function structuredEmails(document: PageDocument): EmailSighting[] {
  return structuredNodes(document).flatMap(({ item, data }) =>
    propertyTexts(data, 'email').flatMap((written) => {
      const address = cleanAddress(written);
      const quote = quoteStructured(document, item, written);
      return address && quote ? [{ address, method: item.syntax, quote, document }] : [];
    }),
  );
}
