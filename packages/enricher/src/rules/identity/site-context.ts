import { domainToUnicode } from 'node:url';
import { getDomain, getDomainWithoutSuffix } from 'tldts';
import type { PageDocument } from '../../page/page-document.ts';
import { foldWords } from './name-key.ts';

/** What the identity rules know of a site before they read its pages. */
export interface SiteContext {
  /** All pages, the home page first. */
  readonly pages: readonly PageDocument[];
  readonly home: PageDocument;
  /** Registrable domains that belong to the site: as asked for and as redirected. */
  readonly domains: readonly string[];
  /**
   * Their first labels, letters and digits only, such as `acmetools`, with accents and without; that of its
   * mail where the site has no domain.
   */
  readonly labels: readonly string[];
}

/** Below a host of many owners, such as `github.io`, each name is a domain of its own. */
const OWNERS = { allowPrivateDomains: true };

/** Mailboxes that say nothing of who owns the site. */
const MAIL_PROVIDERS =
  /^(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|aol|icloud|me|mac|comcast|verizon|att|sbcglobal|bellsouth|earthlink|btinternet|btconnect|bigpond|optusnet|gmx|web|freenet|mail|orange|wanadoo|laposte|libero|tiscali|virgilio|shaw|telus|rogers|protonmail|proton|example)$/;

/** Orders a site's pages and works out which names its domain may stand for. */
export function siteContext(
  documents: readonly PageDocument[],
  siteUrl: string,
): SiteContext | null {
  const home = documents.find((page) => page.source.role === 'home') ?? documents[0];
  if (home === undefined) return null;
  const pages = [home, ...documents.filter((page) => page !== home)];
  const addresses = [siteUrl, home.source.url];
  const named = [...addresses.map((url) => domainOf(url)), aliasDomain(home)];
  const domains = [...new Set(named.filter((name) => name !== null))];
  const own = addresses.flatMap((url) => domainLabels(url));
  const labels = own.length > 0 ? own : pages.flatMap(mailLabels);
  return { pages, home, domains, labels: [...new Set(labels)] };
}

const MIN_ALIAS_LINKS = 8;
const MIN_ALIAS_SHARE = 0.7;

/** The domain of a host that most links of a page lead to: where the site really lives. */
function aliasDomain(page: PageDocument): string | null {
  const hosts = page.links.map(({ url }) => hostOf(url)).filter((host) => host !== null);
  for (const [host, { length }] of Map.groupBy(hosts, (one) => one)) {
    if (length >= MIN_ALIAS_LINKS && length >= hosts.length * MIN_ALIAS_SHARE)
      return domainOf(host);
  }
  return null;
}

/**
 * The label a registrant chose, without its suffix and signs, with its accents and without them; none for an
 * address without one.
 */
export function domainLabels(url: string): string[] {
  const chosen = getDomainWithoutSuffix(url, OWNERS) ?? '';
  const written = chosen.includes('xn--') ? domainToUnicode(chosen) : chosen;
  const label = written.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return label === '' ? [] : [...new Set([label, foldWords(label)])];
}

function mailLabels(page: PageDocument): string[] {
  const link = page.links.find(({ url }) => url.startsWith('mailto:'));
  const host = link?.url.split('?', 1)[0]?.split('@')[1];
  return host === undefined
    ? []
    : domainLabels(host).filter((label) => !MAIL_PROVIDERS.test(label));
}

const WEB_ADDRESS = /^https?:\/\/([^/?#:]+)[^/?#]*([^?#]*)(\?[^#]*)?/i;

/** The host of an absolute web address; null for other addresses. */
export function hostOf(url: string): string | null {
  return WEB_ADDRESS.exec(url)?.[1]?.toLowerCase() ?? null;
}

/** Whether an absolute address is on one of the site's own domains. */
export function isOnSite(url: string, site: SiteContext): boolean {
  const host = hostOf(url);
  if (host === null) return false;
  return (
    host === hostOf(site.home.source.url) || site.domains.some((domain) => isBelow(host, domain))
  );
}

function isBelow(host: string, domain: string): boolean {
  return (
    host.endsWith(domain) && (host.length === domain.length || host.at(-domain.length - 1) === '.')
  );
}

const HOME_PATH =
  /^\/?(?:[a-z]{2}(?:[-_][a-z]{2})?\/?)?(?:(?:index|home|homepage|default|main|main_page|start|startseite|accueil|inicio)(?:\.\w{2,5})?)?\/?$/i;

/** Whether an address is the site's own front page, in whatever language. */
export function isHomeUrl(url: string, site: SiteContext): boolean {
  const [, , path, query = ''] = WEB_ADDRESS.exec(url) ?? [];
  return path !== undefined && HOME_PATH.test(path) && !query.includes('&') && isOnSite(url, site);
}

function domainOf(url: string): string | null {
  return getDomain(url, OWNERS);
}
