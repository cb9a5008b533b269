import { canonicalKey } from './canonical-key.ts';
import { pageRoles, type PageRole, type RoleNeed, type RoleWish } from './page-roles.ts';
import type { ToldFacts } from './told-facts.ts';

/** A page that the crawl may turn to. */
export interface Candidate {
  readonly url: string;
  /** `entrance` is a frame or the way in past a splash page, `other` a page that nothing speaks for. */
  readonly role: PageRole | 'entrance' | 'other';
  readonly score: number;
  /** Filed under another language than the one to stay in. */
  readonly isOtherLanguage: boolean;
  /** Clicks from the home page. */
  readonly depth: number;
  /** Nothing links to it. */
  readonly isGuess: boolean;
}

/** A link to a page, and how much it promises. */
export type FrontierLink = Pick<Candidate, 'url' | 'role' | 'score' | 'isOtherLanguage'>;

type FactsSoFar = Pick<ToldFacts<never>, 'isReachable' | 'isWellReachable' | 'isDescribed'>;

const wishes: Readonly<Record<Candidate['role'], RoleWish>> = {
  ...pageRoles,
  entrance: { weight: 110, maxPages: 5, maxVain: 3, need: 'always' },
  other: { weight: 20, maxPages: 2, maxVain: 2, need: 'last_resort' },
};

/** Every click away from the home page makes a link less likely to speak of the whole site. */
const deeperShare = 0.7;

/** The pages still to visit, best first, and what was visited, by canonical key. */
export class LinkFrontier {
  readonly #waiting: Candidate[] = [];
  readonly #known = new Set<string>();
  readonly #kept = new Map<string, number>();
  readonly #vain = new Map<string, number>();
  readonly #told: FactsSoFar;

  /** @param told - what the pages kept so far tell */
  constructor(told: FactsSoFar) {
    this.#told = told;
  }

  /** Adds links that were not known yet, whatever their spelling. */
  add(links: readonly FrontierLink[], depth: number, isGuess = false): void {
    for (const link of links) {
      if (!this.markKnown(link.url)) continue;
      const score = link.score * deeperShare ** Math.max(0, depth - 1);
      this.#waiting.push({ ...link, score, depth, isGuess });
    }
    // The sort is stable: equal scores keep the order in which pages name them.
    this.#waiting.sort((a, b) => b.score - a.score);
  }

  isKnown(url: string): boolean {
    return this.#known.has(canonicalKey(url));
  }

  /** @returns false when the address was known already */
  markKnown(url: string): boolean {
    const key = canonicalKey(url);
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    return true;
  }

  /** Takes addresses for known, also where they wait: they are a page that was kept, in other words. */
  markKept(urls: readonly string[]): void {
    const keys = new Set(urls.map(canonicalKey));
    for (const key of keys) this.#known.add(key);
    const others = this.#waiting.filter(({ url }) => !keys.has(canonicalKey(url)));
    this.#waiting.splice(0, this.#waiting.length, ...others);
  }

  /** Counts a kept page against what is wanted of its role. */
  countKept(role: Candidate['role']): void {
    this.#kept.set(role, this.#keptOf(role) + 1);
  }

  /** Counts a page that could not be had. */
  countVain(role: Candidate['role']): void {
    this.#vain.set(role, (this.#vain.get(role) ?? 0) + 1);
  }

  /** Takes the best page that is still wanted; null when there is none. */
  take(): Candidate | null {
    const at = this.#waiting.findIndex((candidate) => this.#isWanted(candidate));
    return at < 0 ? null : this.#waiting.splice(at, 1)[0]!;
  }

  /** Tells whether another page of a role is worth a request. */
  isRoleWanted(role: Candidate['role']): boolean {
    const { maxPages, maxVain, need } = wishes[role];
    const kept = this.#keptOf(role);
    if (kept >= maxPages || (this.#vain.get(role) ?? 0) >= maxVain) return false;
    return this.#isNeeded(need) && (kept === 0 || !this.#told.isWellReachable);
  }

  #isWanted({ role, isOtherLanguage }: Candidate): boolean {
    return this.isRoleWanted(role) && !(isOtherLanguage && this.#keptOf(role) > 0);
  }

  #isNeeded(need: RoleNeed): boolean {
    if (need === 'always') return true;
    const hasContactPage = this.#keptOf('contact') > 0 || this.#keptOf('imprint') > 0;
    if (need === 'until_described') return !hasContactPage || !this.#told.isDescribed;
    if (need === 'until_reached') return !hasContactPage || !this.#told.isWellReachable;
    if (hasContactPage) return false;
    return need === 'fallback' ? !this.#told.isWellReachable : !this.#told.isReachable;
  }

  #keptOf(role: Candidate['role']): number {
    return this.#kept.get(role) ?? 0;
  }
}
