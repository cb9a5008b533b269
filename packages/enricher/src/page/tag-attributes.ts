import type { Span } from './page-document.ts';

/** Some value holds an entity. */
export const ENCODED = 1;
/** May hide the element, or names a background. */
export const STYLED = 2;
export const MICRODATA = 4;
export const PROTECTED = 8;
/** May say which region the element is. */
export const MARKED = 16;

const KINDS = new Map([
  ['style', STYLED],
  ['hidden', STYLED],
  ['itemprop', MICRODATA],
  ['itemscope', MICRODATA],
  ['data-cfemail', PROTECTED],
  ['id', MARKED],
  ['class', MARKED],
  ['role', MARKED],
]);

/** What kinds of attributes the tag being read has, and where their values stand in the HTML. */
export class TagAttributes {
  /** Bits; most tags have nothing that needs a closer look. */
  kinds = 0;
  readonly #names: string[] = [];
  readonly #ends: number[] = [];
  readonly #lengths: number[] = [];
  #count = 0;

  clear(): void {
    this.#count = 0;
    this.kinds = 0;
  }

  /**
   * @param raw - the value as written, entities and all
   * @param endIndex - the parser's, which for a quoted value lies behind the closing quote
   */
  add(name: string, raw: string, quote: string | null | undefined, endIndex: number): void {
    this.#names[this.#count] = name;
    this.#ends[this.#count] = typeof quote === 'string' ? endIndex - 1 : endIndex;
    this.#lengths[this.#count] = raw.length;
    this.#count++;
    this.kinds |= KINDS.get(name) ?? 0;
    if (raw.includes('&')) this.kinds |= ENCODED;
  }

  /** Of the first attribute of that name, as the parser keeps the first one's value too. */
  span(name: string): Span {
    for (let index = 0; index < this.#count; index++) {
      if (this.#names[index] !== name) continue;
      const end = this.#ends[index] ?? 0;
      return { start: end - (this.#lengths[index] ?? 0), end };
    }
    return { start: 0, end: 0 };
  }
}
