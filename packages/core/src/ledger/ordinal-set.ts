const firstBytes = 1024;

/** A set of row ordinals, one bit each: a million rows take 125 KB. */
export class OrdinalSet {
  #bits = new Uint8Array(firstBytes);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(ordinal: number): boolean {
    const byte = this.#bits[Math.floor(ordinal / 8)] ?? 0;
    return (byte & (1 << (ordinal % 8))) !== 0;
  }

  add(ordinal: number): void {
    if (this.has(ordinal)) return;
    const at = Math.floor(ordinal / 8);
    if (at >= this.#bits.length) this.#grow(at + 1);
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (ordinal % 8));
    this.#size += 1;
  }

  #grow(bytes: number): void {
    const larger = new Uint8Array(Math.max(bytes, this.#bits.length * 2));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
