import { WARCParser } from 'warcio';
import type { ArchivedPage } from './page-archive.ts';

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
  return {
    url: record.warcTargetURI ?? '',
    date: record.warcDate ?? '',
    status: Number(info.status),
    headers: Object.fromEntries(info.headers.entries()),
    body: await record.readFully(true),
    payloadDigest: record.warcPayloadDigest ?? null,
  };
}

/** A response with the digest that was noted when it was kept, such as `sha256:…`. */
export interface ParsedResponse extends ArchivedPage {
  readonly payloadDigest: string | null;
}
