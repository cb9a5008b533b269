import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UsageError } from '@sluice/core';
import { AsyncIterReader, WARCParser, type WARCRecord } from 'warcio';

/** Where a record lies in its file, in bytes, gzip member and all. */
export interface RecordRange {
  readonly offset: number;
  readonly length: number;
}

export interface WarcIndex {
  /** Address, as `replayKey` spells it, to its latest response. */
  readonly responses: ReadonlyMap<string, RecordRange>;
  /** Host, with its port where one is given, of every response. */
  readonly hosts: ReadonlySet<string>;
  /** Over the bytes of the file. */
  readonly sha256: string;
}

/** Spells an address the way the index does: as the URL parser does, without its fragment. */
export function replayKey(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  parsed.hash = '';
  return parsed.href;
}

/**
 * Reads a WARC file once: gzipped by record or plain, and of any writer. A torn record at its end, left
 * by a killed process, is left out.
 *
 * @throws UsageError when the file is missing, is no WARC, holds no page, or is gzipped as a whole
 */
export async function indexWarc(file: string): Promise<WarcIndex> {
  const source = readHashed(file);
  const records = await scanRecords(file, source.bytes());
  const responses = new Map<string, RecordRange>();
  const hosts = new Set<string>();
  for (const [index, { key, offset }] of records.entries()) {
    if (key === null) continue;
    const end = records[index + 1]?.offset ?? source.size();
    responses.set(key, { offset, length: end - offset });
    hosts.add(new URL(key).host);
  }
  if (responses.size === 0) {
    throw new UsageError(`\`${file}\` holds no page: name a WARC file with response records.`);
  }
  return { responses, hosts, sha256: source.sha256() };
}

interface ScannedRecord {
  readonly offset: number;
  /** Null for whatever is no whole response record. */
  readonly key: string | null;
}

async function scanRecords(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ScannedRecord[]> {
  const reader = new AsyncIterReader(bytes);
  const parser = new WARCParser(reader, { parseHttp: false });
  const records: ScannedRecord[] = [];
  for (let isWhole = true; isWhole;) {
    const record = await parseNext(parser, file);
    if (record === null) break;
    refuseForeignFormat(file, record, parser.offset, records.at(-1));
    isWhole = await skipRecord(record, reader);
    records.push({ offset: parser.offset, key: isWhole ? responseKey(record) : null });
  }
  return records;
}

async function parseNext(parser: WARCParser, file: string): Promise<WARCRecord | null> {
  try {
    return await parser.parse();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
    throw new UsageError(
      `Cannot read the archive \`${file}\`: ${(cause as Error).message}. Check the path.`,
      {
        cause,
      },
    );
  }
}

function refuseForeignFormat(
  file: string,
  record: WARCRecord,
  offset: number,
  previous: ScannedRecord | undefined,
): void {
  if (!record.warcHeaders.statusline.startsWith('WARC/')) {
    throw new UsageError(`\`${file}\` is not a WARC file: name one that ends in \`.warc.gz\`.`);
  }
  if (previous !== undefined && previous.offset === offset) {
    throw new UsageError(
      `\`${file}\` is gzipped as a whole, not record by record: unpack it (\`gunzip\`) and name the \`.warc\`.`,
    );
  }
}

/**
 * Reads past a record's content; false when the file ends within. (warcio's own `skipFully` never
 * returns there.)
 */
async function skipRecord(record: WARCRecord, reader: AsyncIterReader): Promise<boolean> {
  let missing = record.warcContentLength;
  for await (const chunk of record.reader) missing -= chunk.byteLength;
  if (missing > 0) return false;
  // The reader knows where a gzip member ends only once it has given out the member's last bytes,
  // which are these two line ends; a plain file's are left to the parser.
  if (reader.compressed !== null) await reader.readSize(recordEndBytes);
  return true;
}

const recordEndBytes = 4;

function responseKey(record: WARCRecord): string | null {
  return record.warcType === 'response' ? replayKey(record.warcTargetURI ?? '') : null;
}

/** Reads a file, counting and hashing what passes. */
function readHashed(file: string): {
  bytes(): AsyncIterable<Uint8Array>;
  size(): number;
  sha256(): string;
} {
  const hash: Hash = createHash('sha256');
  let size = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.byteLength;
      yield chunk;
    }
  }
  return { bytes, size: () => size, sha256: () => hash.digest('hex') };
}
