import type { Evidence } from '@sluice/core';
import { quoteStructured } from '../../evidence/quote-structured.ts';
import { evidenceFor, type Finding, quoteHtml } from '../../evidence/quote.ts';
import type { DocumentLink, PageDocument } from '../../page/page-document.ts';
import { isAddressLength } from '../../page/page-limits.ts';
import { matchDomain } from '../identity/domain-match.ts';
import { foldWords } from '../identity/name-key.ts';
import { domainLabels } from '../identity/site-context.ts';
import { profileUrl } from './social-networks.ts';
import { propertyTexts, structuredNodes } from './structured-nodes.ts';

/** Profiles on one network; a site that links to more is writing of others. */
const MAX_PROFILES_PER_HOST = 5;

const CONFIDENCE = { jsonld: 0.95, microdata: 0.95, link: 0.85, link_rel_me: 0.95 };

/** What others say or write is not the company's own profile. */
const OWNER_TYPES = /^(?:Person|Review|Comment|Article|BlogPosting|NewsArticle)$/;

const MASTODON_PROFILE = /^https:\/\/[^/]+\/@[\w.]+$/;

export interface Socials {
  /** Profile addresses, one form a profile, in the order the site speaks for them. */
  readonly socials: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Reads a site's profiles on social networks off its links and structured data. */
export function extractSocials(documents: readonly PageDocument[], siteUrl: string): Socials {
  const findings = documents.flatMap((document) => [
    ...structuredProfiles(document),
    ...linkedProfiles(document),
  ]);
  const profiles = Map.groupBy(findings, ({ value }) => value.toLowerCase());
  const ranked = [...profiles.values()].sort((a, b) => standing(b) - standing(a));
  const linked = withoutMentioned(ranked, documents);
  const own = withoutMisdeclared(linked, siteUrl).map(bestOf);
  const kept = withoutCrowds(withoutFriends(own, siteUrl));
  return {
    socials: kept.map(({ value }) => value),
    evidence: kept.map((finding, index) => evidenceFor('socials', index, finding)),
  };
}

function linkedProfiles(document: PageDocument): Finding[] {
  return document.links.flatMap((link) => {
    const isOwn = /\bme\b/.test(link.rel);
    const value = profileUrl(link.url) ?? (isOwn ? mastodonProfile(link) : null);
    if (value === null) return [];
    const method = isOwn ? 'link_rel_me' : 'link';
    const quote = quoteHtml(document, link.hrefSpan);
    return [{ value, quote, method, confidence: CONFIDENCE[method] }];
  });
}

function mastodonProfile({ url }: DocumentLink): string | null {
  return MASTODON_PROFILE.test(url) ? url : null;
}

function structuredProfiles(document: PageDocument): Finding[] {
  return structuredNodes(document).flatMap(({ item, types, data }) => {
    if (types.some((type) => OWNER_TYPES.test(type))) return [];
    return propertyTexts(data, 'sameAs').flatMap((written) => {
      const value = isAddressLength(written) ? profileUrl(written) : null;
      const quote = value === null ? null : quoteStructured(document, item, written);
      if (value === null || quote === null) return [];
      return [{ value, quote, method: item.syntax, confidence: CONFIDENCE[item.syntax] }];
    });
  });
}

/** Where the home page links to a profile on a network, those that one inner page alone links to are others'. */
function withoutMentioned(
  profiles: readonly (readonly Finding[])[],
  documents: readonly PageDocument[],
): readonly (readonly Finding[])[] {
  const home = documents.find(({ source }) => source.role === 'home')?.source.url;
  const isAtHome = (findings: readonly Finding[]): boolean =>
    findings.some(({ quote }) => quote.url === home);
  const networks = new Set(profiles.filter(isAtHome).map(networkOf));
  return profiles.filter(
    (findings) =>
      standing(findings) > 1 || isAtHome(findings) || !networks.has(networkOf(findings)),
  );
}

/** Profiles without a name of their own: `profile.php?id=1`. */
const NUMBERED = /^profilephp/;
/** Two names of one firm have at least their beginning in common; in characters. */
const MIN_SHARED = 5;

/**
 * What data nobody sees declare is a slip where pages link to a profile that is called nearly the same: of
 * `acmetoolsuk` and `acmetools.ltd` on one network, a firm has the one that visitors are led to.
 */
function withoutMisdeclared(
  profiles: readonly (readonly Finding[])[],
  siteUrl: string,
): readonly (readonly Finding[])[] {
  const labels = domainLabels(siteUrl);
  const linked = profiles.filter(isLinked);
  return profiles.filter(
    (findings) =>
      isLinked(findings) ||
      matchDomain(profileName(findings[0]!.value), labels) === 'equal' ||
      !linked.some((one) => networkOf(one) === networkOf(findings) && beginAlike(one, findings)),
  );
}

function isLinked(findings: readonly Finding[]): boolean {
  return findings.some(({ method }) => method === 'link' || method === 'link_rel_me');
}

function beginAlike(one: readonly Finding[], other: readonly Finding[]): boolean {
  const [name = '', otherName = ''] = [one, other].map((findings) =>
    lettersOf(profileName(findings[0]!.value)),
  );
  const isName = name.length >= MIN_SHARED && !NUMBERED.test(name);
  return isName && otherName.startsWith(name.slice(0, MIN_SHARED));
}

function networkOf(findings: readonly Finding[]): string {
  return new URL(findings[0]!.value).host;
}

/** The pages that give the profile, declared ones counting most. */
function standing(findings: readonly Finding[]): number {
  const pages = new Set(findings.map(({ quote }) => quote.url)).size;
  return pages + (findings.some(({ method }) => method !== 'link') ? 100 : 0);
}

function bestOf(findings: readonly Finding[]): Finding {
  const [best] = [...findings].sort((a, b) => b.confidence - a.confidence);
  return best!;
}

/** Where a network has a profile of the domain's name, the others there are those of friends and of staff. */
function withoutFriends(findings: readonly Finding[], siteUrl: string): Finding[] {
  const labels = domainLabels(siteUrl);
  const isNamed = ({ value }: Finding): boolean => isNamedAfter(profileName(value), labels);
  const networks = Map.groupBy(findings, ({ value }) => new URL(value).host);
  return findings.filter((finding) => {
    const rivals = networks.get(new URL(finding.value).host) ?? [];
    return isNamed(finding) || !rivals.some(isNamed);
  });
}

/** Shorter labels turn up in names by chance. */
const MIN_LABEL_LENGTH = 4;

/** Profiles have room for more than a name: `Acme-Tools-And-Timber-Of-Leeds-102938475`. */
function isNamedAfter(name: string, labels: readonly string[]): boolean {
  if (matchDomain(name, labels) !== 'none') return true;
  const letters = lettersOf(name);
  return labels.some((label) => label.length >= MIN_LABEL_LENGTH && letters.includes(label));
}

/** `acme` of `https://www.linkedin.com/company/acme`; a page's number behind its name is left out. */
function profileName(url: string): string {
  const parts = new URL(url).pathname.split('/').filter((part) => !/^\d*$/.test(part));
  return parts.at(-1) ?? '';
}

function lettersOf(name: string): string {
  return foldWords(name).replaceAll(' ', '');
}

function withoutCrowds(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ value }) => {
    const { host } = new URL(value);
    const count = (counts.get(host) ?? 0) + 1;
    counts.set(host, count);
    return count <= MAX_PROFILES_PER_HOST;
  });
}
