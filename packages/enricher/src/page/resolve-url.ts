/** Paths that the URL standard leaves as they are: no dot segments, nothing to encode. */
const PLAIN_PATH =
  /^\/(?!\/)(?:[\w~!$'()*+,;:@&=%/-]|\.(?![./?#]|$))*(?:\?[\w~!$()*+,;:@&=%/.?-]*)?$/;

/** Relative to the folder, as in `team/about.html`. */
const PLAIN_NAME = /^\w[\w-]*(?:[./](?![./?#]|$)[\w-]+)*$/;

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
    const isOwn = reference.startsWith(this.#origin);
    return isOwn && PLAIN_PATH.test(reference.slice(this.#origin.length)) ? reference : null;
  }
}
