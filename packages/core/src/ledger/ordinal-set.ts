/** A set of row ordinals in one bit each: a million rows take 125 KB. */
export interface OrdinalSet {
  readonly size: number;
  has(ordinal: number): boolean;
  /** Adds `first` to `last`, both included. */
  addRange(first: number, last: number): void;
  delete(ordinal: number): void;
}

export function createOrdinalSet(): OrdinalSet {
  let bits = new Uint8Array(1024);
  let size = 0;

  function has(ordinal: number): boolean {
    return ((bits[Math.floor(ordinal / 8)] ?? 0) & (1 << (ordinal % 8))) !== 0;
  }

  function reserve(last: number): void {
    const needed = Math.floor(last / 8) + 1;
    if (needed <= bits.length) return;
    const larger = new Uint8Array(Math.max(needed, bits.length * 2));
    larger.set(bits);
    bits = larger;
  }

  function flip(ordinal: number): void {
    const at = Math.floor(ordinal / 8);
    bits[at] = (bits[at] ?? 0) ^ (1 << (ordinal % 8));
  }

  return {
    get size() {
      return size;
    },
    has,
    addRange(first, last) {
      reserve(last);
      for (let ordinal = first; ordinal <= last; ordinal += 1) {
        if (has(ordinal)) continue;
        flip(ordinal);
        size += 1;
      }
    },
    delete(ordinal) {
      if (!has(ordinal)) return;
      flip(ordinal);
      size -= 1;
    },
  };
}
