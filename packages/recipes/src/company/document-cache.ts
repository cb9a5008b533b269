import type { PageDocument } from '@sluice/enricher';

/** Crawled sites whose documents wait for extraction; more than the records in work, so few are read again. */
const MAX_SITES = 256;

/**
 * Hands parsed pages from the crawl to extraction, so that a page is parsed once. What is not here any
 * more is read again from the page archive.
 */
export class DocumentCache {
  readonly #sites = new Map<string, readonly PageDocument[]>();

  put(site: string, documents: readonly PageDocument[]): void {
    this.#sites.set(site, documents);
    if (this.#sites.size <= MAX_SITES) return;
    const [oldest] = this.#sites.keys();
    this.#sites.delete(oldest!);
  }

  /** Takes the documents out: extraction runs once per fingerprint. */
  take(site: string): readonly PageDocument[] | undefined {
    const documents = this.#sites.get(site);
    this.#sites.delete(site);
    return documents;
  }
}
