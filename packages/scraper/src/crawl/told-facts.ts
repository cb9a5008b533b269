/** What a page tells by itself. */
export interface PageFacts {
  /** How to reach its owner. */
  readonly phone: boolean;
  readonly email: boolean;
  /** Who that is, at some length. */
  readonly description: boolean;
}

/** What the pages of a crawl tell so far, each looked at once, and only when somebody asks. */
export class ToldFacts<Page> {
  readonly #factsOf: (page: Page) => PageFacts;
  readonly #unread: Page[] = [];
  #told: PageFacts = { phone: false, email: false, description: false };

  constructor(factsOf: (page: Page) => PageFacts) {
    this.#factsOf = factsOf;
  }

  add(page: Page): void {
    this.#unread.push(page);
  }

  /** A phone number or an e-mail address. */
  get isReachable(): boolean {
    const { phone, email } = this.#read();
    return phone || email;
  }

  /** Both of them. */
  get isWellReachable(): boolean {
    const { phone, email } = this.#read();
    return phone && email;
  }

  get isDescribed(): boolean {
    return this.#read().description;
  }

  #read(): PageFacts {
    for (const page of this.#unread.splice(0)) {
      const { phone, email, description } = this.#factsOf(page);
      const known = this.#told;
      this.#told = {
        phone: known.phone || phone,
        email: known.email || email,
        description: known.description || description,
      };
    }
    return this.#told;
  }
}
