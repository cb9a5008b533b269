import { findRoles, type RoleShares } from './find-roles.ts';
import { foldWords } from './fold-words.ts';
import { linkLanguage } from './link-language.ts';
import type { PageLink } from './page-links.ts';
import { pageRoles, type PageRole } from './page-roles.ts';
import { plainAddress, withoutWww } from './plain-address.ts';
import { isInScope, type SiteScope } from './site-scope.ts';
import { isArticle, isNoPage } from './unwanted-links.ts';
import { isFurtherPage, isTrap } from './url-traps.ts';

/** A link worth following. */
export interface ScoredLink {
  /** Without fragment, session and tracking, see `plainAddress`. */
  readonly url: string;
  readonly role: PageRole;
  /** From `minScore` to about 110; more is better. */
  readonly score: number;
  /** Filed under another language than the one to stay in. */
  readonly isOtherLanguage: boolean;
}

/** Links that score less are not worth a request. */
export const minScore = 32;

/** What a role found in a part of the address counts for, beside one found in the text. */
const shareOf = { lastSegment: 0.9, query: 0.6, folder: 0.3 };
/** Text and address agree, fully. */
const agreementBonus = 8;
const penaltyPerLevel = 4;
const freeLevels = 2;
const queryPenalty = 5;
const otherSubdomainPenalty = 15;
const otherLanguageShare = 0.4;

/**
 * Scores links by text and address for what recipes look for: how to reach the owner, and who that is.
 * A pure function of its arguments.
 *
 * @returns each address once, best first, ties in the order of the page
 */
export function scoreLinks(links: readonly PageLink[], scope: SiteScope): ScoredLink[] {
  const best = new Map<string, ScoredLink>();
  for (const link of links) {
    const scored = scoreLink(link, scope);
    if (scored === null || scored.score < minScore) continue;
    const known = best.get(scored.url);
    if (known === undefined || known.score < scored.score) best.set(scored.url, scored);
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
}

function scoreLink(link: PageLink, scope: SiteScope): ScoredLink | null {
  const written = URL.parse(link.url);
  if (written === null || !isInScope(scope, written)) return null;
  const url = plainAddress(written, scope);
  const segments = pathSegments(url);
  const byText = findRoles(foldWords(link.text), scope.rolesInName);
  const wish = bestRole(byText, addressShares(url, segments, scope));
  if (wish === null || isNoPage(url) || isTrap(url)) return null;
  if (byText.size === 0 && isFurtherPage(url)) return null;
  // The front page of a blog is filed where its articles are.
  if (wish.role !== 'news' && isArticle(url)) return null;
  const isOtherLanguage = ![null, scope.language].includes(linkLanguage(url));
  const share = isOtherLanguage ? otherLanguageShare : 1;
  const score = (wish.score - penalties(url, segments.length, scope)) * share;
  return { url: url.href, role: wish.role, score, isOtherLanguage };
}

function bestRole(text: RoleShares, address: RoleShares): { role: PageRole; score: number } | null {
  // Of most links neither says anything.
  if (text.size === 0 && address.size === 0) return null;
  let best: { role: PageRole; score: number } | null = null;
  for (const role of new Set([...text.keys(), ...address.keys()])) {
    const inText = text.get(role) ?? 0;
    const inAddress = address.get(role) ?? 0;
    const agreement = agreementBonus * Math.min(inText, inAddress);
    const score = pageRoles[role].weight * Math.max(inText, inAddress) + agreement;
    if (best === null || score > best.score) best = { role, score };
  }
  return best;
}

function addressShares(url: URL, segments: readonly string[], scope: SiteScope): RoleShares {
  const shares = new Map<PageRole, number>();
  const last = segments.length - 1;
  for (let at = 0; at <= last; at += 1) {
    const weight = at === last ? shareOf.lastSegment : shareOf.folder;
    raiseShares(shares, findRoles(foldWords(segments[at]!), scope.rolesInName), weight);
  }
  if (url.search === '') return shares;
  for (const value of url.searchParams.values()) {
    raiseShares(shares, findRoles(foldWords(value), scope.rolesInName), shareOf.query);
  }
  return shares;
}

function raiseShares(shares: Map<PageRole, number>, found: RoleShares, weight: number): void {
  for (const [role, share] of found) {
    shares.set(role, Math.max(shares.get(role) ?? 0, share * weight));
  }
}

/** Path segments without an index file and the last one's ending. */
function pathSegments(url: URL): string[] {
  const path = decodePath(url.pathname).replace(/\/(index|default)\.\w{2,5}$/i, '/');
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = segments.length - 1;
  if (last >= 0) segments[last] = segments[last]!.replace(/\.\w{2,5}$/, '');
  return segments;
}

function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

function penalties(url: URL, levels: number, scope: SiteScope): number {
  const isOtherSubdomain = withoutWww(url.hostname) !== withoutWww(scope.hostname);
  return (
    penaltyPerLevel * Math.max(0, levels - freeLevels) +
    (url.search === '' ? 0 : queryPenalty) +
    (isOtherSubdomain ? otherSubdomainPenalty : 0)
  );
}
