import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { WARCRecord, WARCSerializer } from 'warcio';
import { readSampleAnswers, type SampleAnswer } from './read-sample-answers.ts';

/** When the sample's pages say they were fetched: the archive must not depend on when it is built. */
const fetchedAt = '2026-11-02T07:30:00Z';

/**
 * Packs a folder of sites into a WARC 1.1 file, one gzip member a record.
 *
 * @param sitesFolder - as `readSampleAnswers` reads it
 * @returns the same bytes for the same files, on every machine
 */
export async function packSample(sitesFolder: string): Promise<Uint8Array> {
  const records: Uint8Array[] = [];
  for (const answer of await readSampleAnswers(sitesFolder)) {
    records.push(await packAnswer(answer));
  }
  return Buffer.concat(records);
}

/** In JavaScript's own gzip: what zlib writes differs between versions and processors. */
function packAnswer({ url, status, headers, body }: SampleAnswer): Promise<Uint8Array> {
  const record = WARCRecord.create(
    {
      url,
      date: fetchedAt,
      type: 'response',
      warcVersion: 'WARC/1.1',
      warcHeaders: { 'WARC-Record-ID': `<urn:uuid:${recordId(url)}>` },
      statusline: `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
      httpHeaders: { ...headers, 'content-length': String(body.byteLength) },
    },
    [body],
  );
  return WARCSerializer.serialize(record, { gzip: true, preferPako: true });
}

/** A UUID of version 8, made from the address. */
function recordId(url: string): string {
  const digits = createHash('sha256').update(url).digest('hex').slice(0, 32);
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}
