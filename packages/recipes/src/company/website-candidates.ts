import { StageError } from '@sluice/core';
import { parseTargetUrl, registrableDomain, type TargetUrl } from '@sluice/scraper';

/** Sites looked at for one company. */
const MAX_CANDIDATES = 6;

/**
 * Directories, social networks, marketplaces and encyclopaedias, by the name of the domain without what
 * follows it: they name companies and are not theirs.
 */
const NOT_OWN_SITES = new Set(
  [
    'facebook instagram linkedin xing twitter x youtube tiktok pinterest threads reddit',
    'wikipedia wikidata wikimedia crunchbase bloomberg dnb zoominfo rocketreach apollo glassdoor',
    'indeed kununu stepstone yelp tripadvisor trustpilot foursquare yellowpages yell gelbeseiten',
    'pagesjaunes paginegialle paginasamarillas dasoertliche 11880 northdata opencorporates',
    'companieshouse firmenwissen wlw europages kompass societe infogreffe cylex hotfrog bizapedia',
    'manta mapquest google bing duckduckgo yahoo apple amazon ebay etsy alibaba booking github medium',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Makes sites to look at out of addresses that a model or a search named: their home pages, each host once,
 * in the same order. What is no web address is left out, and so is what cannot be a company's own.
 */
export function websiteCandidates(addresses: readonly string[]): TargetUrl[] {
  const sites = new Map<string, TargetUrl>();
  for (const address of addresses) {
    const target = readTarget(address);
    if (target === null) continue;
    const home = new URL('/', target.url);
    const host = home.host.replace(/^www\./, '');
    if (isNotOwn(home.hostname) || sites.has(host)) continue;
    sites.set(host, { url: home.href, hasScheme: target.hasScheme });
  }
  return [...sites.values()].slice(0, MAX_CANDIDATES);
}

function readTarget(address: string): TargetUrl | null {
  try {
    return parseTargetUrl(address);
  } catch (error) {
    if (error instanceof StageError) return null;
    throw error;
  }
}

function isNotOwn(hostname: string): boolean {
  const [name = ''] = (registrableDomain(hostname) ?? hostname).split('.');
  return NOT_OWN_SITES.has(name);
}
