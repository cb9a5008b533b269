import type { PageDocument } from '@sluice/enricher';

/** HTML of the sites that wait for extraction, in characters: some hundred usual sites. */
const MAX_LENGTH = 64_000_000;

interface Site {
  readonly documents: readonly PageDocument[];
  /** Of their HTML, in characters. */
  readonly length: number;
}

/**
 * Hands parsed pages from the crawl to extraction, so that a page is parsed once. What is not here any
 * more is read again from the page archive.
 */
export class DocumentCache {
  readonly #maxLength: number;
  readonly #sites = new Map<string, Site>();
  #length = 0;

  constructor(maxLength = MAX_LENGTH) {
    this.#maxLength = maxLength;
  }

  put(key: string, documents: readonly PageDocument[]): void {
    this.take(key);
    const length = documents.reduce((sum, { source }) => sum + source.html.length, 0);
    this.#sites.set(key, { documents, length });
    this.#length += length;
    // Where extraction had its result already nobody takes the pages: the oldest have waited in vain.
    for (const oldest of this.#sites.keys()) {
      if (this.#length <= this.#maxLength || oldest === key) return;
      this.take(oldest);
    }
  }

  /** Takes the documents out: extraction runs once per fingerprint. */
  take(key: string): readonly PageDocument[] | undefined {
    const site = this.#sites.get(key);
    if (site === undefined) return undefined;
    this.#sites.delete(key);
    this.#length -= site.length;
    return site.documents;
  }
}
