import type { FetchedPage } from '../fetch/page-fetcher.ts';

export interface RenderOptions {
  readonly signal: AbortSignal;
  /** The host's own wish for a pause between requests (robots.txt), in milliseconds. */
  readonly crawlDelayMs: number;
  /** Of the page as it stands when its scripts have run, in bytes. */
  readonly maxBytes: number;
}

/** Renders the pages of one site, in a browser profile of its own. */
export interface SiteRenderer {
  /**
   * Opens a page and lets its scripts run. The body is the document as they left it, in UTF-8; the header
   * `x-sluice-rendered-by` says with which browser.
   *
   * @throws StageError as a `PageFetcher` does, `browser_crashed`, or `render_timeout`
   */
  render(url: string, options: RenderOptions): Promise<FetchedPage>;
  close(): Promise<void>;
}

/** Renders pages in a browser. */
export interface PageRenderer {
  /**
   * Waits for a place and opens a profile in it.
   *
   * @throws StageError `browser_unavailable` where no browser can be started
   */
  openSite(signal?: AbortSignal): Promise<SiteRenderer>;
  close(): Promise<void>;
}
