import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UsageError } from '@sluice/core';
import { WARCParser, type WARCRecord } from 'warcio';

/** Where a record lies in its file, gzip member and all. */
export interface RecordRange {
  readonly offset: number;
  readonly length: number;
}

export interface WarcIndex {
  /** Address, as `replayKey` spells it, to its latest response. */
  readonly responses: ReadonlyMap<string, RecordRange>;
  /** Host with port, of every response. */
  readonly hosts: ReadonlySet<string>;
  /** Over the bytes of the file. */
  readonly sha256: string;
}

/** Spells an address the way the index does: normalised by the URL parser, without its fragment. */
export function replayKey(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  parsed.hash = '';
  return parsed.href;
}

/**
 * Reads a WARC file once, gzipped by record or plain, of any writer. A torn record at its end, left by
 * a killed process, is left out.
 *
 * @throws UsageError when the file is missing or no WARC
 */
export async function indexWarc(file: string): Promise<WarcIndex> {
  const hash = createHash('sha256');
  const progress = { bytes: 0 };
  const responses = new Map<string, RecordRange>();
  const hosts = new Set<string>();
  const parser = new WARCParser(readHashed(file, hash, progress), { parseHttp: false });
  let last: { key: string; offset: number } | null = null;
  for (let record = await next(parser, file); record !== null; record = await next(parser, file)) {
    endRecord(responses, last, parser.offset);
    last = null;
    const offset = parser.offset;
    const key = replayKey(record.warcTargetURI ?? '');
    const isWhole = (await record.skipFully()) === record.warcContentLength;
    if (!isWhole || record.warcType !== 'response' || key === null) continue;
    last = { key, offset };
    hosts.add(new URL(key).host);
  }
  endRecord(responses, last, progress.bytes);
  return { responses, hosts, sha256: hash.digest('hex') };
}
