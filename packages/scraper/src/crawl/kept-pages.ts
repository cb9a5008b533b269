import { canonicalKey } from './canonical-key.ts';
import { considerable, type ParsedLinks } from './page-links.ts';
import type { VisitedPage } from './page-visitor.ts';

/** The pages of a crawl so far, each once. */
export class KeptPages<Page extends ParsedLinks> {
  readonly #home: VisitedPage<Page>;
  readonly #homeKey: string;
  readonly #others: { readonly visited: VisitedPage<Page>; readonly score: number }[] = [];
  readonly #keys = new Set<string>();
  readonly #hashes = new Set<string>();

  constructor(home: VisitedPage<Page>) {
    const { page, document } = home;
    this.#home = home;
    this.#homeKey = canonicalKey(page.url);
    this.#hashes.add(page.sha256);
    this.#keys.add(this.#homeKey);
    const canonicalUrl = considerable(document.canonicalUrl);
    if (canonicalUrl !== null) this.#keys.add(canonicalKey(canonicalUrl));
  }

  get count(): number {
    return this.#others.length + 1;
  }

  /** Keeps a page, unless it is one of those already kept: by address, canonical address or bytes. */
  add(visited: VisitedPage<Page>, score: number): boolean {
    const { sha256 } = visited.page;
    const keys = this.#keysOf(visited);
    if (this.#hashes.has(sha256) || keys.some((key) => this.#keys.has(key))) return false;
    this.#hashes.add(sha256);
    for (const key of keys) this.#keys.add(key);
    this.#others.push({ visited, score });
    return true;
  }

  /** Home page first, then by score; equal scores in the order they were visited. */
  all(): VisitedPage<Page>[] {
    const others = this.#others.toSorted((a, b) => b.score - a.score);
    return [this.#home, ...others.map(({ visited }) => visited)];
  }

  #keysOf({ page, document }: VisitedPage<Page>): string[] {
    const key = canonicalKey(page.url);
    const canonicalUrl = considerable(document.canonicalUrl);
    if (canonicalUrl === null || canonicalUrl === page.url) return [key];
    const canonical = canonicalKey(canonicalUrl);
    // Sites that name their home page as the canonical address of every page mean nothing by it.
    return canonical === this.#homeKey ? [key] : [key, canonical];
  }
}
