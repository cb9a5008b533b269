import type { ActionsAnswer, JobClaims } from './actions-request.ts';
import type { BlobStore } from './blob-store.ts';

/** An entry of the cache. */
export interface CacheEntry {
  readonly id: number;
  readonly key: string;
  readonly version: string;
  /** The branch it belongs to. */
  readonly ref: string;
  readonly createdAt: string;
  readonly blob: string;
  isFinal: boolean;
  bytes: number;
}

/**
 * The cache service, version 2: entries never change, belong to a branch, and are found by their key or a
 * prefix of it, the primary key's included, the newest first.
 */
export class CacheService {
  readonly #blobs: BlobStore;
  readonly #mainRef: string;
  #entries: CacheEntry[] = [];
  #made = 0;

  /** @param mainRef - the default branch, whose entries every branch may read */
  constructor(blobs: BlobStore, mainRef: string) {
    this.#blobs = blobs;
    this.#mainRef = mainRef;
  }

  /** Finished entries, oldest first. */
  get entries(): readonly CacheEntry[] {
    return this.#entries.filter(({ isFinal }) => isFinal);
  }

  /** Removes an entry, or all of them as GitHub does after a week. */
  evict(id?: number): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => id !== undefined && entry.id !== id);
    return this.#entries.length < before;
  }

  answer(method: string, body: Record<string, unknown>, job: JobClaims): ActionsAnswer {
    switch (method) {
      case 'CreateCacheEntry':
        return this.#create(body, job);
      case 'FinalizeCacheEntryUpload':
        return this.#finalize(body, job);
      case 'GetCacheEntryDownloadURL':
        return this.#find(body, job);
      default:
        throw new Error(`cache method ${method} is not played`);
    }
  }

  #create(body: Record<string, unknown>, { ref }: JobClaims): ActionsAnswer {
    const { key, version } = body as { key: string; version: string };
    if (this.#entries.some((entry) => isSame(entry, key, version, ref))) {
      return { status: 409, body: { code: 'already_exists', msg: 'cache entry already exists' } };
    }
    const blob = this.#blobs.create();
    this.#made += 1;
    const createdAt = new Date(Date.UTC(2026, 0, 1) + this.#made * 1_000).toISOString();
    const entry = { id: this.#made, key, version, ref, createdAt, blob, isFinal: false, bytes: 0 };
    this.#entries.push(entry);
    return { status: 200, body: { ok: true, signed_upload_url: this.#blobs.signedUrl(blob) } };
  }

  #finalize(body: Record<string, unknown>, { ref }: JobClaims): ActionsAnswer {
    const { key, version } = body as { key: string; version: string };
    const entry = this.#entries.find((found) => isSame(found, key, version, ref));
    const bytes = entry && this.#blobs.get(entry.blob)?.byteLength;
    if (entry === undefined || bytes !== Number(body['size_bytes'])) {
      return { status: 200, body: { ok: false, message: 'the upload is not what was announced' } };
    }
    Object.assign(entry, { isFinal: true, bytes });
    return { status: 200, body: { ok: true, entry_id: String(entry.id) } };
  }

  #find(body: Record<string, unknown>, { ref }: JobClaims): ActionsAnswer {
    const {
      key,
      version,
      restore_keys: further = [],
    } = body as {
      key: string;
      version: string;
      restore_keys?: string[];
    };
    for (const scope of new Set([ref, this.#mainRef])) {
      const usable = this.entries.filter(
        (entry) => entry.version === version && entry.ref === scope,
      );
      for (const wanted of [key, ...further]) {
        const found =
          usable.find((entry) => entry.key === wanted) ??
          usable.findLast((entry) => entry.key.startsWith(wanted));
        if (found === undefined) continue;
        const url = this.#blobs.signedUrl(found.blob);
        return {
          status: 200,
          body: { ok: true, signed_download_url: url, matched_key: found.key },
        };
      }
    }
    return { status: 200, body: { ok: false } };
  }
}

function isSame(entry: CacheEntry, key: string, version: string, ref: string): boolean {
  return entry.key === key && entry.version === version && entry.ref === ref;
}
