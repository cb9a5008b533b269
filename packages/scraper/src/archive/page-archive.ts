import type { ArchiveReference } from '../crawl/crawl-result.ts';

/** A response to keep. */
export interface PageToArchive {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Lowercase names, as received. */
  readonly headers: Readonly<Record<string, string>>;
  /** After content decoding. */
  readonly body: Uint8Array;
  /** Over `body`, in lowercase hexadecimal. */
  readonly sha256: string;
  /** The addresses that redirected here, in order; the first is what was asked for. */
  readonly redirectedFrom: readonly string[];
}

/** A response as the archive gives it back. */
export interface ArchivedPage {
  readonly url: string;
  /** When it was fetched: UTC, ISO 8601. */
  readonly date: string;
  readonly status: number;
  /** Lowercase names. */
  readonly headers: Readonly<Record<string, string>>;
  /** After content decoding. */
  readonly body: Uint8Array;
}

/** Keeps the pages that results cite. */
export interface PageArchive {
  /**
   * Keeps a response, and a small record for every redirect that led to it.
   *
   * @returns where it lies, once it is written; only `sync` makes it durable
   * @throws ResumableError when the disk is full or fails; every later call then fails too
   */
  append(page: PageToArchive): Promise<ArchiveReference>;
  /** Makes everything durable that was appended before the call. */
  sync(): Promise<void>;
  /**
   * Reads a page of this or of an earlier run.
   *
   * @returns null when its file is gone or ends too early
   * @throws StageError `archive_damaged` when the bytes are not those that were kept
   */
  read(reference: ArchiveReference): Promise<ArchivedPage | null>;
  /** Whether `read` would find bytes, without reading them. */
  has(reference: ArchiveReference): Promise<boolean>;
  /** Responses and compressed bytes appended so far. */
  counters(): { readonly archivedPages: number; readonly archivedBytes: number };
  /** Syncs and closes; call it once nothing is being appended. */
  close(): Promise<void>;
}
