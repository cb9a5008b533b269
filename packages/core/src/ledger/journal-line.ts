import { crc32 } from 'node:zlib';
import { ledgerEntrySchema, type LedgerEntry } from '../model/ledger-entry.ts';

/** Version of the lines written; readers refuse newer ones. */
const journalVersion = 2;

/** An entry with its place in the order of appending, which spans all journals of a shard. */
export interface NumberedEntry {
  readonly seq: number;
  readonly entry: LedgerEntry;
}

/** What an intact line holds: an entry, one of a newer version, or nothing that is known. */
export type ParsedLine =
  | ({ readonly kind: 'entry' } & NumberedEntry)
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'unknown' };

/** Eight hex digits and a TAB stand before the JSON. */
const crcDigits = 8;
const jsonOffset = crcDigits + 1;
const hexCodes = Buffer.from('0123456789abcdef');
const tab = 9;
const lineFeed = 10;
/** A UTF-16 code unit takes at most three bytes of UTF-8. */
const maxBytesPerUnit = 3;
const firstBytes = 4 << 10;
/** More memory than this is kept only while the lines fill this share of it. */
const keptBytes = 64 << 10;
const keptShare = 1 / 4;

/**
 * Journal lines side by side in one piece of memory: CRC-32 of the JSON, TAB, JSON, LF. Half of a
 * surrogate pair, which UTF-8 cannot hold, is kept as U+FFFD.
 */
export class LineBuffer {
  #memory = Buffer.allocUnsafe(firstBytes);
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** The lines so far, valid until the next `push` or `clear`. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  /** Adds an entry. Returns the length of its line in bytes. */
  push({ seq, entry }: NumberedEntry): number {
    const head = `\t{"v":${journalVersion},"seq":${seq},`;
    const json = withoutLoneSurrogates(JSON.stringify(entry));
    this.#reserve(crcDigits + head.length + json.length * maxBytesPerUnit + 1);
    const start = this.#length;
    let end = start + crcDigits;
    end += this.#memory.write(head, end, 'latin1');
    end += this.#memory.write(json.slice(1), end);
    this.#writeChecksum(crc32(this.#memory.subarray(start + jsonOffset, end)), start);
    this.#memory[end] = lineFeed;
    this.#length = end + 1;
    return this.#length - start;
  }

  /** Memory for as many lines again is kept: growing anew each time makes as much work as the lines themselves. */
  clear(): void {
    const isUsed = this.#length >= this.#memory.length * keptShare;
    if (this.#memory.length > keptBytes && !isUsed) this.release();
    this.#length = 0;
  }

  /** Gives the memory back. The lines have to be written. */
  release(): void {
    this.#memory = Buffer.allocUnsafe(firstBytes);
    this.#length = 0;
  }

  #writeChecksum(crc: number, start: number): void {
    for (let at = start + crcDigits - 1, rest = crc; at >= start; at -= 1, rest >>>= 4) {
      this.#memory[at] = hexCodes[rest & 0xf] ?? 0;
    }
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#memory.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#memory.length * 2));
    this.#memory.copy(larger, 0, 0, this.#length);
    this.#memory = larger;
  }
}

/** True when the JSON of a line (without its LF) is what was written, byte for byte. */
export function isIntact(line: Buffer): boolean {
  if (line.length <= jsonOffset || line[crcDigits] !== tab) return false;
  return statedChecksum(line) === crc32(line.subarray(jsonOffset));
}

/** Of a line's head, as a number; NaN when it is none. Spares two strings a line, of millions. */
function statedChecksum(line: Buffer): number {
  let sum = 0;
  for (let at = 0; at < crcDigits; at += 1) sum = sum * 16 + hexDigit(line[at] ?? 0);
  return sum;
}

/** Lower case, as it was written. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x61 + 10 : Number.NaN;
}

/** Parses an intact line, without its LF. */
export function parseLine(line: Buffer): ParsedLine {
  const { v, seq, ...rest } = JSON.parse(line.toString('utf8', jsonOffset)) as LineHead;
  if (typeof v === 'number' && v > journalVersion) return { kind: 'newer', version: v };
  const entry = ledgerEntrySchema.safeParse(rest);
  if (!entry.success || typeof seq !== 'number') return { kind: 'unknown' };
  return { kind: 'entry', seq, entry: entry.data };
}

interface LineHead {
  readonly v?: unknown;
  readonly seq?: unknown;
}

/** `JSON.stringify` writes whole pairs as they are and escapes halves, and DuckDB rejects such JSON. */
function withoutLoneSurrogates(json: string): string {
  if (!json.includes('\\ud')) return json;
  return json.replaceAll(/\\(?:ud[89a-f][0-9a-f]{2}|[^])/g, (escape) =>
    escape.startsWith('\\ud') ? '\uFFFD' : escape,
  );
}
