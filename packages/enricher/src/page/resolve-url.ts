// What the URL standard leaves as it is: no dot segments, nothing to encode, no upper case in the host.
// One character at a time: a `+` within the repetition would try every way to part what does not match.
const SEGMENTS = String.raw`(?:[\w~!$'()*+,;:@&=/-]|%(?!2[eE])|\.(?![./?#]|$))*`;
const QUERY = String.raw`(?:\?[\w~!$()*+,;:@&=%/.?-]*)?`;
const HOST = String.raw`(?:(?!xn--)[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}`;

const PLAIN_PATH = new RegExp(`^/(?!/)${SEGMENTS}${QUERY}$`);

/** Relative to the folder, as in `team/about.html`. */
const PLAIN_NAME = new RegExp(String.raw`^\w[\w-]*(?:[./](?![./?#]|$)[\w-]+)*${QUERY}$`);

const PLAIN_ADDRESS = new RegExp(`^https?://${HOST}/${SEGMENTS}${QUERY}$`);

const OPAQUE_SCHEME = /^(?!https?:)[a-z][a-z\d+.-]*:/i;

/**
 * Makes the addresses of one page absolute; the same address is resolved once. What the URL standard
 * would leave as it is, which most addresses are, is put together without parsing.
 */
export class UrlResolver {
  readonly #base: string;
  /** Without a slash at the end; null where the page has no origin. */
  readonly #origin: string | null;
  /** Of the base, with the slash at its end. */
  readonly #folder: string;
  readonly #parsed = new Map<string, string | null>();

  constructor(base: string) {
    const url = URL.parse(base);
    this.#base = base;
    this.#origin = url === null || url.origin === 'null' ? null : url.origin;
    this.#folder = this.#origin + (url?.pathname.replace(/[^/]*$/, '') ?? '/');
  }

  /** Absolute; `mailto:`, `tel:` and the like as they are; null where it is no address. */
  resolve(reference: string): string | null {
    const trimmed = reference.trim();
    return this.#join(trimmed) ?? this.#parse(trimmed);
  }

  #parse(reference: string): string | null {
    let url = this.#parsed.get(reference);
    if (url !== undefined) return url;
    url = URL.parse(reference, this.#base)?.href ?? null;
    this.#parsed.set(reference, url);
    return url;
  }

  #join(reference: string): string | null {
    if (OPAQUE_SCHEME.test(reference)) return reference;
    if (this.#origin === null) return null;
    if (reference.startsWith('/')) {
      return PLAIN_PATH.test(reference) ? this.#origin + reference : null;
    }
    if (PLAIN_NAME.test(reference)) return this.#folder + reference;
    return PLAIN_ADDRESS.test(reference) ? reference : null;
  }
}
