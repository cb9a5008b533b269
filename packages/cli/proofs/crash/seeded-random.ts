/** Random numbers that come out the same for the same seed. */
export interface SeededRandom {
  /** From 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
  /** A whole number from `min` to `max`, both inclusive. */
  whole(min: number, max: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** The generator known as mulberry32: 32 bits of state are plenty for choosing moments. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (min: number, max: number): number =>
    min + Math.floor(fraction() * (max - min + 1));
  return { fraction, whole, pick: (items) => items[whole(0, items.length - 1)]! };
}
