/** Where the newest result under a fingerprint stands, and what was attempted since. */
export interface IndexedFingerprint {
  /** Number of the segment, from `firstBaseSegment` that of an earlier run; null where there were only attempts. */
  readonly segment: number | null;
  /** Row in the segment: the line of a journal, the row of a sealed file. */
  readonly row: number;
  readonly attempts: number;
  readonly attemptsAlone: number;
}

/** The first 16 bytes of a fingerprint as four big-endian words; whatever follows them is not looked at. */
export type FingerprintWords = Uint32Array;

/** Ledgers of earlier runs are numbered from here; journals and sealed files count from 1. */
export const firstBaseSegment = 0xffff_0000;

const noSegment = 0xffff_ffff;
const wordsPerEntry = 8;
const segmentAt = 4;
const rowAt = 5;
const attemptsAt = 6;
const aloneAt = 7;
const entriesPerChunk = 1 << 15;
const firstSlots = 1 << 12;

/** Splits a fingerprint (hexadecimal) into the words that the index compares. */
export function fingerprintWords(fingerprint: string): FingerprintWords {
  const words = new Uint32Array(4);
  for (let at = 0; at < words.length; at += 1) {
    words[at] = Number.parseInt(fingerprint.slice(at * 8, at * 8 + 8), 16);
  }
  return words;
}

/**
 * An open-addressing hash table from fingerprints to places, in typed arrays: 40 bytes an entry or
 * less, nothing for the garbage collector to walk. Entries lie in chunks, so that growth copies only
 * the slots.
 */
export class FingerprintIndex {
  readonly #chunks: Uint32Array[] = [];
  /** Entry number plus 1; 0 is free. At most three quarters are taken. */
  #slots = new Uint32Array(firstSlots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  find(words: FingerprintWords): IndexedFingerprint | undefined {
    const found = this.#slots[this.#slotOf(words)] ?? 0;
    if (found === 0) return undefined;
    const segment = this.#get(found - 1, segmentAt);
    return {
      segment: segment === noSegment ? null : segment,
      row: this.#get(found - 1, rowAt),
      attempts: this.#get(found - 1, attemptsAt),
      attemptsAlone: this.#get(found - 1, aloneAt),
    };
  }

  /** Notes a newer result; it ends the attempts before it. */
  setResult(words: FingerprintWords, segment: number, row: number): void {
    const entry = this.#entryOf(words);
    this.#set(entry, segmentAt, segment);
    this.#set(entry, rowAt, row);
    this.#set(entry, attemptsAt, 0);
    this.#set(entry, aloneAt, 0);
  }

  /** Notes that a result moved to another row when its segment was sealed, unless a newer one came. */
  moveResult(words: FingerprintWords, segment: number, row: number): void {
    const entry = this.#entryOf(words);
    if (this.#get(entry, segmentAt) === segment) this.#set(entry, rowAt, row);
  }

  /** Counts an attempt that started (1) or ended without a result (-1). */
  countAttempt(words: FingerprintWords, change: 1 | -1, isAlone: boolean): void {
    const entry = this.#entryOf(words);
    this.#set(entry, attemptsAt, Math.max(0, this.#get(entry, attemptsAt) + change));
    if (isAlone) this.#set(entry, aloneAt, Math.max(0, this.#get(entry, aloneAt) + change));
  }

  #entryOf(words: FingerprintWords): number {
    const slot = this.#slotOf(words);
    const found = this.#slots[slot] ?? 0;
    return found === 0 ? this.#add(words, slot) : found - 1;
  }

  #add(words: FingerprintWords, slot: number): number {
    const entry = this.#size;
    if (entry % entriesPerChunk === 0) {
      this.#chunks.push(new Uint32Array(entriesPerChunk * wordsPerEntry));
    }
    this.#size += 1;
    for (let at = 0; at < segmentAt; at += 1) this.#set(entry, at, words[at] ?? 0);
    this.#set(entry, segmentAt, noSegment);
    this.#slots[slot] = entry + 1;
    if (this.#size * 4 > this.#slots.length * 3) this.#grow();
    return entry;
  }

  /** The slot that holds these words, or the free one where they belong. */
  #slotOf(words: FingerprintWords): number {
    const mask = this.#slots.length - 1;
    // SHA-256 is uniform: its bits need no further mixing.
    let slot = (words[0] ?? 0) & mask;
    for (;;) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0 || this.#holds(found - 1, words)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #holds(entry: number, words: FingerprintWords): boolean {
    const chunk = this.#chunks[Math.floor(entry / entriesPerChunk)];
    const at = (entry % entriesPerChunk) * wordsPerEntry;
    return (
      chunk !== undefined &&
      chunk[at] === words[0] &&
      chunk[at + 1] === words[1] &&
      chunk[at + 2] === words[2] &&
      chunk[at + 3] === words[3]
    );
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#size; entry += 1) {
      let slot = this.#get(entry, 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }

  #get(entry: number, at: number): number {
    const chunk = this.#chunks[Math.floor(entry / entriesPerChunk)];
    return chunk?.[(entry % entriesPerChunk) * wordsPerEntry + at] ?? 0;
  }

  #set(entry: number, at: number, value: number): void {
    const chunk = this.#chunks[Math.floor(entry / entriesPerChunk)];
    if (chunk !== undefined) chunk[(entry % entriesPerChunk) * wordsPerEntry + at] = value;
  }
}
