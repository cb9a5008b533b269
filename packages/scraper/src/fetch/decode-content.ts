import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import type { Transform } from 'node:stream';
import { fetchError, tooLarge } from './fetch-error.ts';

/** What we can unpack, as an `Accept-Encoding` header. */
export const acceptEncoding = 'gzip, deflate, br, zstd';

/** Encodings on top of each other; real servers use one, a bomb uses many. */
const maxEncodings = 3;

/** A body, whole or with its end left out on purpose. */
export interface Content {
  readonly body: Uint8Array;
  readonly isTruncated: boolean;
}

export interface DecodeRules {
  readonly url: string;
  readonly maxBytes: number;
  /** What happens to a body that unpacks to more than `maxBytes`. */
  readonly overflow: 'fail' | 'truncate';
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
 * @throws StageError `decode_failed` or `body_too_large`
 */
export async function decodeContent(
  content: Content,
  codings: readonly string[],
  rules: DecodeRules,
): Promise<Content> {
  if (codings.length > maxEncodings) {
    throw fetchError('decode_failed', rules.url, { detail: `${codings.length} codings` });
  }
  let decoded = content;
  for (const coding of codings.toReversed()) {
    if (decoded.body.length > 0) decoded = await unpack(decoded, coding, rules);
  }
  return decoded;
}

async function unpack(content: Content, coding: string, rules: DecodeRules): Promise<Content> {
  const decoder = createDecoder(coding, content);
  if (decoder === null) {
    throw fetchError('decode_failed', rules.url, { detail: `coding \`${coding}\`` });
  }
  const unpacked = await readUpTo(decoder, content.body, rules.maxBytes).catch((cause: unknown) => {
    throw fetchError('decode_failed', rules.url, { detail: coding, cause });
  });
  if (unpacked.isTruncated && rules.overflow === 'fail') throw tooLarge(rules.url, rules.maxBytes);
  return { body: unpacked.body, isTruncated: content.isTruncated || unpacked.isTruncated };
}

function readUpTo(decoder: Transform, input: Uint8Array, maxBytes: number): Promise<Content> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    decoder.on('data', (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes <= maxBytes) return;
      decoder.destroy();
      resolve({ body: Buffer.concat(parts, maxBytes), isTruncated: true });
    });
    decoder.on('end', () => resolve({ body: Buffer.concat(parts, bytes), isTruncated: false }));
    decoder.on('error', reject);
    decoder.end(input);
  });
}

/** Output is gathered in pieces of this size; each piece is one trip to the thread pool. */
const chunkSize = 64 * 1024;

function createDecoder(coding: string, { body, isTruncated }: Content): Transform | null {
  // What we cut off ourselves has no proper end; of any other body the missing end is a missing part.
  const zlib = isTruncated ? { chunkSize, finishFlush: constants.Z_SYNC_FLUSH } : { chunkSize };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(zlib);
    case 'deflate':
      return hasZlibHeader(body) ? createInflate(zlib) : createInflateRaw(zlib);
    case 'br':
      return createBrotliDecompress({ chunkSize });
    case 'zstd':
      return createZstdDecompress({ chunkSize });
    default:
      return null;
  }
}

// `deflate` means zlib, yet servers exist that send the bare stream. A zlib header is a multiple of 31.
function hasZlibHeader(body: Uint8Array): boolean {
  const first = body[0] ?? 0;
  return (first & 0x0f) === 8 && ((first << 8) | (body[1] ?? 0)) % 31 === 0;
}
