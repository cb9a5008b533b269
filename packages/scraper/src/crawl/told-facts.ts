/** What a page tells by itself. Each may be looked for only once it is read. */
export interface PageFacts {
  /** How to reach its owner. */
  readonly phone: boolean;
  readonly email: boolean;
  /** Who that is, at some length. */
  readonly description: boolean;
}

/** What the pages of a crawl tell so far. Looking for it costs, so no page is looked at before somebody asks. */
export class ToldFacts<Page> {
  readonly #factsOf: (page: Page) => PageFacts;
  readonly #pages: PageFacts[] = [];
  readonly #told = new Set<keyof PageFacts>();
  readonly #pagesRead = { phone: 0, email: 0, description: 0 };

  constructor(factsOf: (page: Page) => PageFacts) {
    this.#factsOf = factsOf;
  }

  add(page: Page): void {
    this.#pages.push(this.#factsOf(page));
  }

  /** A phone number or an e-mail address. */
  get isReachable(): boolean {
    return this.#isTold('email') || this.#isTold('phone');
  }

  /** Both of them. */
  get isWellReachable(): boolean {
    return this.#isTold('email') && this.#isTold('phone');
  }

  get isDescribed(): boolean {
    return this.#isTold('description');
  }

  #isTold(fact: keyof PageFacts): boolean {
    while (!this.#told.has(fact) && this.#pagesRead[fact] < this.#pages.length) {
      if (this.#pages[this.#pagesRead[fact]]![fact]) this.#told.add(fact);
      this.#pagesRead[fact] += 1;
    }
    return this.#told.has(fact);
  }
}
