import { getDomain, getDomainWithoutSuffix } from 'tldts';
import type { PageDocument } from '../../page/page-document.ts';

/** What the identity rules know of a site before they read its pages. */
export interface SiteContext {
  /** All pages, the home page first. */
  readonly pages: readonly PageDocument[];
  readonly home: PageDocument;
  /** Registrable domains that belong to the site: as asked for and as redirected. */
  readonly domains: ReadonlySet<string>;
  /** Their first labels, letters and digits only, such as `acmetools`; those of e-mail hosts last. */
  readonly labels: readonly string[];
}

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
  const named = [...addresses.map((url) => getDomain(url)), aliasDomain(home)];
  const domains = new Set(named.filter((name) => name !== null));
  const own = addresses.map((url) => domainLabel(url));
  const labels = [...own, ...pages.map(mailLabel)].filter((label) => label !== null);
  return { pages, home, domains, labels: [...new Set(labels)] };
}

const MIN_ALIAS_LINKS = 8;
const MIN_ALIAS_SHARE = 0.7;

/** A domain that most links of a page lead to is where the site really lives. */
function aliasDomain(page: PageDocument): string | null {
  const targets = page.links
    .filter(({ url }) => /^https?:/.test(url))
    .map(({ url }) => getDomain(url));
  const byDomain = Map.groupBy(targets, (domain) => domain);
  for (const [domain, { length }] of byDomain) {
    if (length >= MIN_ALIAS_LINKS && length >= targets.length * MIN_ALIAS_SHARE) return domain;
  }
  return null;
}

/** The label a registrant chose, without its suffix and signs; null for an address without one. */
function domainLabel(url: string): string | null {
  const label = getDomainWithoutSuffix(url)?.replaceAll(/[^\p{L}\p{N}]/gu, '') ?? '';
  return label === '' ? null : label;
}

function mailLabel(page: PageDocument): string | null {
  const link = page.links.find(({ url }) => url.startsWith('mailto:'));
  const host = link?.url.split('?', 1)[0]?.split('@')[1];
  const label = host === undefined ? null : domainLabel(host);
  return label === null || MAIL_PROVIDERS.test(label) ? null : label;
}

/** Whether an address is on one of the site's own domains. */
export function isOnSite(url: string, site: SiteContext): boolean {
  const domain = getDomain(url);
  return domain !== null && site.domains.has(domain);
}

const HOME_PATH =
  /^\/(?:[a-z]{2}(?:[-_][a-z]{2})?\/?)?(?:(?:index|home|homepage|default|main|main_page|start|startseite|accueil|inicio)(?:\.\w{2,5})?)?\/?$/i;

/** Whether an address is the site's own front page, in whatever language. */
export function isHomeUrl(url: string, site: SiteContext): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  const isOwnHost = parsed.host === URL.parse(site.home.source.url)?.host || isOnSite(url, site);
  return isOwnHost && HOME_PATH.test(parsed.pathname) && !parsed.search.includes('&');
}
