import type { PageRole } from './page-roles.ts';
import { createPhraseMatcher } from './phrase-matcher.ts';
import { misleadingPhrases, rolePhrases } from './role-phrases.ts';

/** How strongly words speak of each role: 1 when they say nothing else, less the more they say. */
export type RoleShares = ReadonlyMap<PageRole, number>;

const shares = { whole: 1, amongFew: 0.85, amongSome: 0.5, amongMany: 0.2 };
const fewWords = 4;
const someWords = 8;

/** Of most words. */
const noRoles: RoleShares = new Map();

const roles = createPhraseMatcher(rolePhrases);
const misleading = createPhraseMatcher({ misleading: misleadingPhrases });

/**
 * Finds the roles that words speak of.
 *
 * @param words - folded, from a link's text or a part of its address
 * @param doubted - roles that count only when nothing else is said
 */
export function findRoles(
  words: readonly string[],
  doubted: ReadonlySet<PageRole> = new Set(),
): RoleShares {
  const spoken = roles.match(words);
  if (spoken.length === 0) return noRoles;
  const found = spoken.filter(({ label, isWhole }) => isWhole || !doubted.has(label));
  if (found.length === 0 || misleading.match(words).length > 0) return noRoles;
  return new Map(found.map(({ label, isWhole }) => [label, share(isWhole, words.length)]));
}

function share(isWhole: boolean, words: number): number {
  if (isWhole) return shares.whole;
  if (words <= fewWords) return shares.amongFew;
  return words <= someWords ? shares.amongSome : shares.amongMany;
}
