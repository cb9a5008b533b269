import { randomUUID } from 'node:crypto';
import type { ActionsRequest, ActionsAnswer } from './actions-request.ts';

/** The part of a block-blob store that the official clients use: put in one piece or in blocks, and get. */
export class BlobStore {
  readonly #blobs = new Map<string, Buffer>();
  readonly #blocks = new Map<string, Map<string, Buffer>>();
  readonly #origin: () => string;

  /** @param origin - of the server that passes requests for `/blob/…` on to `answer` */
  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** Makes room for a blob. */
  create(): string {
    return randomUUID();
  }

  /** Where a blob is put to or got from; the signature is for show. */
  signedUrl(id: string): string {
    return `${this.#origin()}/blob/${id}?sig=c2lnbmF0dXJl&se=2030-01-01`;
  }

  get(id: string): Buffer | undefined {
    return this.#blobs.get(id);
  }

  /** Changes what is stored, as a disk that lies would. */
  set(id: string, bytes: Buffer): void {
    this.#blobs.set(id, bytes);
  }

  answer({ method, url, body }: ActionsRequest): ActionsAnswer {
    const id = url.pathname.split('/').at(-1) ?? '';
    if (method === 'GET') {
      const blob = this.#blobs.get(id);
      if (blob === undefined) return { status: 404 };
      return { status: 200, body: blob, headers: { 'content-type': 'application/zip' } };
    }
    if (method !== 'PUT') return { status: 405 };
    this.#put(id, url.searchParams, body);
    const headers = { etag: '"1"', 'last-modified': new Date(0).toUTCString() };
    return { status: 201, headers };
  }

  #put(id: string, query: URLSearchParams, body: Buffer): void {
    const blocks = this.#blocks.get(id) ?? new Map<string, Buffer>();
    switch (query.get('comp')) {
      case null:
        this.#blobs.set(id, body);
        return;
      case 'block':
        this.#blocks.set(id, blocks.set(query.get('blockid') ?? '', body));
        return;
      case 'blocklist': {
        const ids = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)];
        this.#blobs.set(id, Buffer.concat(ids.map(([, block]) => blocks.get(block!)!)));
        return;
      }
      default:
        throw new Error(`blob operation ${query.get('comp')} is not played`);
    }
  }
}
