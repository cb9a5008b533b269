import type { OutgoingHttpHeaders } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Handler } from '../web/handler.ts';

const COMPRESSORS = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  zstd: zstdCompressSync,
} as const;

/** How a page goes out. */
export interface PageOptions {
  /** Default 200. */
  readonly status?: number;
  /** Default `text/html; charset=utf-8`; null sends no `Content-Type`. */
  readonly contentType?: string | null;
  /** How a string becomes bytes, whatever the header says. Default `utf8`. */
  readonly encoding?: 'utf8' | 'latin1' | 'utf16le';
  /** Compresses the body and sets `Content-Encoding`. */
  readonly compress?: keyof typeof COMPRESSORS;
  /** Further headers; they win over the computed ones. */
  readonly headers?: OutgoingHttpHeaders;
}

/** Answers with a body: an HTML page unless `contentType` says otherwise. */
export function page(body: string | Uint8Array, options: PageOptions = {}): Handler {
  const plain = typeof body === 'string' ? Buffer.from(body, options.encoding ?? 'utf8') : body;
  const bytes = options.compress === undefined ? plain : COMPRESSORS[options.compress](plain);
  const type = options.contentType === undefined ? 'text/html; charset=utf-8' : options.contentType;
  const headers: OutgoingHttpHeaders = {
    ...(type !== null && { 'content-type': type }),
    ...(options.compress !== undefined && { 'content-encoding': options.compress }),
    'content-length': bytes.length,
    ...options.headers,
  };
  return ({ response }) => void response.writeHead(options.status ?? 200, headers).end(bytes);
}
