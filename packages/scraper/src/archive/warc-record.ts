import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { PageToArchive } from './page-archive.ts';

/** What a record carries beside its content: when it was made and its id, a UUID. */
export interface RecordStamp {
  /** UTC, ISO 8601. */
  readonly date: string;
  readonly id?: string;
}

/**
 * Headers that describe the bytes on the wire. The archive keeps the decoded body, so these would
 * mislead a reader; their values stay under `x-sluice-original-…`.
 */
const wireHeaders = new Set(['content-encoding', 'transfer-encoding', 'content-length']);

/** Formats one WARC 1.1 response record, its body decoded. */
export function formatResponseRecord(page: PageToArchive, stamp: RecordStamp): Uint8Array {
  const http = httpHead(page.status, [
    ...Object.entries(page.headers).map(keptHeader),
    ['content-length', String(page.body.byteLength)],
  ]);
  return formatRecord(
    [
      ['WARC-Type', 'response'],
      ['WARC-Target-URI', targetUri(page.url)],
      ['WARC-Payload-Digest', `sha256:${page.sha256}`],
      ['Content-Type', 'application/http; msgtype=response'],
    ],
    stamp,
    http,
    page.body,
  );
}

/**
 * Formats the response record of a redirect that was followed. Its own status and headers are not
 * known any more: 302 is what a reader may assume of any redirect of a GET.
 */
export function formatRedirectRecord(from: string, to: string, stamp: RecordStamp): Uint8Array {
  const headers: [string, string][] = [
    ['location', to],
    ['content-length', '0'],
  ];
  return formatRecord(
    [
      ['WARC-Type', 'response'],
      ['WARC-Target-URI', targetUri(from)],
      ['Content-Type', 'application/http; msgtype=response'],
    ],
    stamp,
    httpHead(302, headers),
    new Uint8Array(),
  );
}

/** Formats the record that opens a file and says what wrote it. */
export function formatInfoRecord(stamp: RecordStamp): Uint8Array {
  return formatRecord(
    [
      ['WARC-Type', 'warcinfo'],
      ['Content-Type', 'application/warc-fields'],
    ],
    stamp,
    'software: sluice\r\nformat: WARC file version 1.1\r\n',
    new Uint8Array(),
  );
}

/** Addresses as people write them, with letters of any script, are no URIs yet. */
function targetUri(url: string): string {
  return URL.parse(url)?.href ?? url;
}

function keptHeader([name, value]: [string, string]): [string, string] {
  return [wireHeaders.has(name) ? `x-sluice-original-${name}` : name, value];
}

function httpHead(status: number, headers: readonly [string, string][]): string {
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${headerLines(headers)}\r\n`;
}

/** A line break in a value would start a header of its own. */
function headerLines(headers: readonly [string, string][]): string {
  return headers.map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}\r\n`).join('');
}

function formatRecord(
  fields: readonly [string, string][],
  stamp: RecordStamp,
  head: string,
  body: Uint8Array,
): Uint8Array {
  const warcHead = headerLines([
    ...fields,
    ['WARC-Record-ID', `<urn:uuid:${stamp.id ?? randomUUID()}>`],
    ['WARC-Date', stamp.date],
    ['Content-Length', String(head.length + body.byteLength)],
  ]);
  // Header values came off the wire as one character per byte, and go back the same way.
  const start = Buffer.from(`WARC/1.1\r\n${warcHead}\r\n${head}`, 'latin1');
  return Buffer.concat([start, body, recordEnd]);
}

const recordEnd = Buffer.from('\r\n\r\n');
