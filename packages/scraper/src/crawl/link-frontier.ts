import { canonicalKey } from './canonical-key.ts';
import { pageRoles, type PageRole, type RoleWish } from './page-roles.ts';

/** A page that the crawl may turn to. */
export interface Candidate {
  readonly url: string;
  /** `entrance` is a frame or the way in past a splash page, `other` a page that nothing speaks for. */
  readonly role: PageRole | 'entrance' | 'other';
  readonly score: number;
  /** Clicks from the home page. */
  readonly depth: number;
  /** Nothing links to it. */
  readonly isGuess: boolean;
}

/** A link to a page, and how much it promises. */
export type FrontierLink = Pick<Candidate, 'url' | 'role' | 'score'>;

const wishes: Readonly<Record<Candidate['role'], RoleWish>> = {
  ...pageRoles,
  entrance: { weight: 110, maxPages: 3, isFallback: false },
  other: { weight: 20, maxPages: 2, isFallback: true },
};

/** Every click away from the home page makes a link less likely to speak of the whole site. */
const deeperShare = 0.7;

/** The pages still to visit, best first, and what was visited, by canonical key. */
export class LinkFrontier {
  readonly #waiting: Candidate[] = [];
  readonly #known = new Set<string>();
  readonly #keptRoles = new Map<string, number>();

  /** Adds links that were not known yet, whatever their spelling. */
  add(links: readonly FrontierLink[], depth: number, isGuess = false): void {
    for (const { url, role, score } of links) {
      if (!this.markKnown(url)) continue;
      const weighted = score * deeperShare ** Math.max(0, depth - 1);
      this.#waiting.push({ url, role, score: weighted, depth, isGuess });
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

  /** Counts a kept page against what is wanted of its role. */
  countKept(role: string): void {
    this.#keptRoles.set(role, (this.#keptRoles.get(role) ?? 0) + 1);
  }

  /** True as long as no page was kept that says how to reach the owner. */
  get isContactMissing(): boolean {
    return !this.#keptRoles.has('contact') && !this.#keptRoles.has('imprint');
  }

  /** Takes the best page that is still wanted; null when there is none. */
  take(): Candidate | null {
    const at = this.#waiting.findIndex(({ role }) => this.#isWanted(role));
    return at < 0 ? null : this.#waiting.splice(at, 1)[0]!;
  }

  #isWanted(role: Candidate['role']): boolean {
    const { maxPages, isFallback } = wishes[role];
    if (isFallback && (this.#keptRoles.has('contact') || this.#keptRoles.has('imprint')))
      return false;
    return (this.#keptRoles.get(role) ?? 0) < maxPages;
  }
}
