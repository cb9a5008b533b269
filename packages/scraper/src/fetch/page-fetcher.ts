/** One answered request, after redirects and content decoding. */
export interface FetchedPage {
  /** As asked for. */
  readonly url: string;
  /** Where the answer came from, after redirects. */
  readonly finalUrl: string;
  readonly status: number;
  /** Lowercase names; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** After content decoding (gzip, br, deflate, zstd). */
  readonly body: Uint8Array;
  /** Targets of the redirects that were followed, in order. */
  readonly redirects: readonly string[];
  /** True when a redirect led from https to http. */
  readonly isDowngraded?: boolean;
  /** From the request to the last byte, in milliseconds. */
  readonly elapsedMs: number;
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** Content types worth downloading, such as `text/html`; another one fails with `not_html` or `wrong_type`. */
  readonly accept?: 'html' | 'xml' | 'text' | 'image' | 'any';
  /** Decoded bytes; more fails with `body_too_large`. */
  readonly maxBytes?: number;
  /** What happens beyond `maxBytes`: fail (the default), or return the first `maxBytes` bytes. */
  readonly overflow?: 'fail' | 'truncate';
  /** The host's own wish for a pause between requests (robots.txt), in milliseconds. */
  readonly crawlDelayMs?: number;
}

/**
 * Fetches pages: from the network under guard, or from an archive. Any status below 400 is returned;
 * everything else throws a `StageError` whose code says what went wrong (see `reasons.ts`).
 */
export interface PageFetcher {
  fetch(url: string, options?: FetchOptions): Promise<FetchedPage>;
  close(): Promise<void>;
}
