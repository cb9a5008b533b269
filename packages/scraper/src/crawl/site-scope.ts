import { getDomain } from 'tldts';
import { findRoles } from './find-roles.ts';
import { foldWords } from './fold-words.ts';
import { siteLanguage } from './link-language.ts';
import type { PageLink } from './page-links.ts';
import type { PageRole } from './page-roles.ts';
import { findTrackingParameters } from './tracking-parameters.ts';

/** What belongs to the site being crawled. */
export interface SiteScope {
  readonly homeUrl: string;
  readonly hostname: string;
  readonly protocol: string;
  /** Empty where it is the protocol's own. */
  readonly port: string;
  /** Registrable domain; the host itself where there is none, such as an IP address. */
  readonly domain: string;
  /** The language to stay in, where the site's addresses tell languages apart; else null. */
  readonly language: string | null;
  /** Query parameters that do not change what is shown. */
  readonly trackingParameters: ReadonlySet<string>;
  /** Roles that the site's own name sounds like (`contact-energy.com`): links say the name all the time. */
  readonly rolesInName: ReadonlySet<PageRole>;
}

/**
 * Works out the scope of a site from where its home page lives, what that links to, and the language that it
 * says it is in.
 */
export function siteScope(
  homeUrl: string,
  links: readonly PageLink[],
  language: string | null = null,
): SiteScope {
  const { hostname, protocol, port } = new URL(homeUrl);
  const site = { homeUrl, hostname, protocol, port, domain: registrableDomain(hostname) };
  const urls = links.map(({ url }) => URL.parse(url)).filter((url) => url !== null);
  const inside = urls.filter((url) => isInScope(site, url));
  return {
    ...site,
    language: siteLanguage(new URL(homeUrl), inside, language),
    trackingParameters: findTrackingParameters(inside),
    rolesInName: new Set(findRoles(foldWords(site.domain)).keys()),
  };
}

/** Sites on shared hosts (`x.blogspot.com`) are sites of their own. */
export function registrableDomain(hostname: string): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}

/** Tells whether an address belongs to the site, on whatever subdomain. */
export function isInScope(site: Pick<SiteScope, 'hostname' | 'domain'>, url: URL): boolean {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  if (url.hostname === site.hostname) return true;
  return registrableDomain(url.hostname) === site.domain;
}
