import { getDomain } from 'tldts';
import type { Finding } from '../../evidence/quote.ts';
import { hasPublicDomain } from './email-address.ts';
import type { EmailSighting } from './email-sighting.ts';

/** How well each way of giving an address speaks for it; also the confidence of its finding. */
const CONFIDENCE: Readonly<Record<EmailSighting['method'], number>> = {
  mailto_link: 0.95,
  jsonld: 0.95,
  microdata: 0.95,
  text_pattern: 0.9,
  protected_email: 0.9,
  encoded_link: 0.85,
  obfuscated_text: 0.75,
};

const GENERAL =
  /^(?:info|contact|hello|hi|office|mail|email|e-mail|enquir(?:y|ies)|inquir(?:y|ies)|kontakt|contacto|contatti|contatto|reception|team|service|kundenservice|customerservice|support|sales|post|buero|zentrale|biuro|bureau|welcome|admin|bonjour|accueil|secretariat|sekretariat|general|hallo|ciao|hola)\d?$/i;
const UNWANTED =
  /^(?:no-?reply|do-?not-?reply|webmaster|hostmaster|postmaster|abuse|privacy|datenschutz|dpo|dsb|gdpr|rgpd|legal|jobs?|careers?|hr|bewerbung|karriere|press|presse|media|billing|accounts?|invoices?|rechnung|unsubscribe|newsletter)\b/i;

const CONTACT_ROLES = new Set(['contact', 'imprint']);

/** Brings sightings of the same address together and puts the company's general one first. */
export function rankEmails(sightings: readonly EmailSighting[], siteUrl: string): Finding[] {
  const siteDomain = getDomain(siteUrl);
  const groups = [...Map.groupBy(sightings, ({ address }) => address.toLowerCase()).values()];
  const weighed = groups.map((group, order) => ({
    group,
    order,
    weight: weight(group, siteDomain),
  }));
  weighed.sort((a, b) => b.weight - a.weight || a.order - b.order);
  return weighed.map(({ group }) => finding(group));
}

function weight(group: readonly EmailSighting[], siteDomain: string | null): number {
  const has = (test: (sighting: EmailSighting) => boolean): number => (group.some(test) ? 1 : 0);
  const [name = '', host = ''] = group[0]?.address.split('@') ?? [];
  const pages = new Set(group.map(({ document }) => document)).size;
  return (
    6 *
      has(
        ({ document }) => isOwn(host, siteDomain) || isOwn(host, getDomain(document.source.url)),
      ) +
    2 * has(({ method }) => method !== 'text_pattern' && method !== 'obfuscated_text') +
    2 * has(() => GENERAL.test(name)) -
    3 * has(() => UNWANTED.test(name)) -
    3 * has(({ address }) => !hasPublicDomain(address, siteDomain)) +
    has(({ document }) => CONTACT_ROLES.has(document.source.role)) +
    has(({ document }) => document.source.role === 'home') +
    Math.log2(pages)
  );
}

function isOwn(host: string, domain: string | null): boolean {
  return domain !== null && getDomain(host) === domain;
}

function finding(group: readonly EmailSighting[]): Finding {
  const [best] = [...group].sort((a, b) => CONFIDENCE[b.method] - CONFIDENCE[a.method]);
  const { address, quote, method } = best!;
  return { value: address.toLowerCase(), quote, method, confidence: CONFIDENCE[method] };
}
