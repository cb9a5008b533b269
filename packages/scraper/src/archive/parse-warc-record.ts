import { StageError } from '@sluice/core';
import { AsyncIterReader, WARCParser } from 'warcio';
import { decodeContent, parseContentEncoding } from '../fetch/decode-content.ts';
import type { ArchivedPage } from './page-archive.ts';

/** Of a body that unpacks to more, no more is kept, in bytes: more than any limit on pages lets through. */
const maxBodyBytes = 64 * 1024 * 1024;

/**
 * Parses one response record, as any WARC writer leaves it, with content and transfer coding undone.
 *
 * @param bytes - the record after its gzip member is inflated
 * @returns null when it is not an HTTP response record
 */
export async function parseResponseRecord(bytes: Uint8Array): Promise<ParsedResponse | null> {
  const record = await WARCParser.parse([bytes]);
  const info = record?.getResponseInfo();
  if (record === null || record.warcType !== 'response' || info == null) return null;
  const headers = Object.fromEntries(info.headers.entries());
  const url = record.warcTargetURI ?? '';
  return {
    url,
    date: record.warcDate ?? '',
    status: Number(info.status),
    headers,
    body: await decodedBody(await record.readFully(false), headers, url),
    payloadDigest: record.warcPayloadDigest ?? null,
  };
}

/** A response with the digest that was noted when it was kept, such as `sha256:…`. */
export interface ParsedResponse extends ArchivedPage {
  readonly payloadDigest: string | null;
}

/** warcio would undo codings too, but a bomb's to the last byte. */
async function decodedBody(
  raw: Uint8Array,
  headers: Readonly<Record<string, string>>,
  url: string,
): Promise<Uint8Array> {
  const isChunked = headers['transfer-encoding'] === 'chunked';
  const sent = isChunked ? await new AsyncIterReader([raw], null, true).readFully() : raw;
  const codings = parseContentEncoding(headers['content-encoding']);
  const rules = { url, maxBytes: maxBodyBytes, overflow: 'truncate' } as const;
  try {
    return (await decodeContent({ body: sent, isTruncated: false }, codings, rules)).body;
  } catch (error) {
    // Some writers undo the codings and keep the headers that tell of them.
    if (error instanceof StageError && error.code === 'decode_failed') return sent;
    throw error;
  }
}
