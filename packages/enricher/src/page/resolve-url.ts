/** Paths that the URL standard leaves as they are: no dot segments, nothing to encode. */
const PLAIN_PATH =
  /^\/(?!\/)(?:[\w~!$'()*+,;:@&=%/-]|\.(?![./?#]|$))*(?:\?[\w~!$()*+,;:@&=%/.?-]*)?$/;

const OPAQUE_SCHEME = /^(?!https?:)[a-z][a-z\d+.-]*:/i;

/** Makes the addresses of one page absolute; the same address is resolved once. */
export class UrlResolver {
  readonly #base: string;
  readonly #origin: string;
  readonly #resolved = new Map<string, string | null>();

  constructor(base: string) {
    this.#base = base;
    const origin = URL.parse(base)?.origin;
    this.#origin = origin === undefined || origin === 'null' ? '' : origin;
  }

  /** Absolute; `mailto:`, `tel:` and the like as they are; null where it is no address. */
  resolve(reference: string): string | null {
    const known = this.#resolved.get(reference);
    if (known !== undefined) return known;
    const url = this.#compute(reference.trim());
    this.#resolved.set(reference, url);
    return url;
  }

  #compute(reference: string): string | null {
    if (OPAQUE_SCHEME.test(reference)) return reference;
    if (this.#origin !== '' && PLAIN_PATH.test(reference)) return this.#origin + reference;
    return URL.parse(reference, this.#base)?.href ?? null;
  }
}
