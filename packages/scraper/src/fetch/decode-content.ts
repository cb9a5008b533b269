import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import type { Transform } from 'node:stream';
import { fetchError } from './fetch-error.ts';

/** What we can unpack, as an `Accept-Encoding` header. */
export const acceptEncoding = 'gzip, deflate, br, zstd';

/** Encodings on top of each other; real servers use one, a bomb uses many. */
const maxEncodings = 3;

export interface DecodedContent {
  readonly body: Uint8Array;
  /** True when there was more than `maxBytes` and the rest was left out. */
  readonly isTruncated: boolean;
}

/** The codings of a `Content-Encoding` header that change the body, in the order they were applied. */
export function parseContentEncoding(header: string | undefined): readonly string[] {
  if (header === undefined) return [];
  const codings = header.toLowerCase().split(',');
  return codings
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

/**
 * Undoes content codings, last applied first, and stops at `maxBytes` of output, so that a small body
 * that unpacks to gigabytes costs no more than a page.
 *
 * @throws StageError `decode_failed`
 */
export async function decodeContent(
  body: Uint8Array,
  codings: readonly string[],
  maxBytes: number,
  url: string,
): Promise<DecodedContent> {
  if (codings.length > maxEncodings) {
    throw fetchError('decode_failed', url, { detail: `${codings.length} codings` });
  }
  let decoded: DecodedContent = { body, isTruncated: false };
  for (const coding of codings.toReversed()) {
    if (decoded.body.length === 0) return decoded;
    decoded = await unpack(decoded.body, coding, maxBytes, url);
  }
  return decoded;
}

function unpack(
  body: Uint8Array,
  coding: string,
  maxBytes: number,
  url: string,
): Promise<DecodedContent> {
  const decoder = createDecoder(coding, body);
  if (decoder === null) {
    return Promise.reject(fetchError('decode_failed', url, { detail: `coding \`${coding}\`` }));
  }
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    const finish = (isTruncated: boolean): void => {
      const whole =
        parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, bytes);
      resolve({ body: isTruncated ? whole.subarray(0, maxBytes) : whole, isTruncated });
    };
    decoder.on('data', (part: Uint8Array) => {
      parts.push(part);
      bytes += part.length;
      if (bytes <= maxBytes) return;
      decoder.destroy();
      finish(true);
    });
    decoder.on('end', () => finish(false));
    decoder.on('error', (cause) =>
      reject(fetchError('decode_failed', url, { detail: coding, cause })),
    );
    decoder.end(body);
  });
}

/** Output is gathered in pieces of this size; each piece is one trip to the thread pool. */
const chunkSize = 64 * 1024;

// A page that lost the end of its gzip stream is still a page to every browser, so the decoders give out
// what they have instead of failing at the end.
const lenient = { chunkSize, finishFlush: constants.Z_SYNC_FLUSH };

function createDecoder(coding: string, body: Uint8Array): Transform | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(lenient);
    case 'deflate':
      return hasZlibHeader(body) ? createInflate(lenient) : createInflateRaw(lenient);
    case 'br':
      return createBrotliDecompress({ chunkSize, finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdDecompress({ chunkSize, finishFlush: constants.ZSTD_e_flush });
    default:
      return null;
  }
}

// `deflate` means zlib, yet servers exist that send the bare stream. A zlib header is a multiple of 31.
function hasZlibHeader(body: Uint8Array): boolean {
  const first = body[0] ?? 0;
  return (first & 0x0f) === 8 && ((first << 8) | (body[1] ?? 0)) % 31 === 0;
}
