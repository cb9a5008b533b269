import { decodeHTMLAttribute } from 'entities';
import type { Span } from './page-document.ts';
import { MAX_VALUE_LENGTH } from './page-limits.ts';

/** May hide the element, or names a background. */
export const STYLED = 1;
export const MICRODATA = 2;
export const PROTECTED = 4;
/** Has an id or a class, which may say which region the element is. */
export const MARKED = 8;
export const ROLED = 16;

const KINDS = new Map([
  ['style', STYLED],
  ['hidden', STYLED],
  ['itemprop', MICRODATA],
  ['itemscope', MICRODATA],
  ['data-cfemail', PROTECTED],
  ['id', MARKED],
  ['class', MARKED],
  ['role', ROLED],
]);

/** Shapes of those names. */
const MAY_HAVE_KIND: boolean[] = [];
for (const name of KINDS.keys()) MAY_HAVE_KIND[shapeOf(name.length, name.charCodeAt(0))] = true;

/** Of a name: its length and first letter, in whatever case. Most names are told apart by that alone. */
function shapeOf(length: number, firstLetter: number): number {
  return (length << 5) | (firstLetter & 31);
}

/** Numbers kept of an attribute: its name's start, end and shape, and its value's start and end. */
const FIELDS = 5;

/** The attributes of the tag being read: where they stand, and their values for those who ask. */
export class TagAttributes {
  /** Bits; most tags have nothing that needs a closer look. */
  kinds = 0;
  readonly #html: string;
  readonly #fields: number[] = [];
  #length = 0;

  constructor(html: string) {
    this.#html = html;
  }

  clear(): void {
    this.#length = 0;
    this.kinds = 0;
  }

  /** The spans of the name and of the value as written, entities and all. */
  add(nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    const fields = this.#fields;
    const at = this.#length;
    const shape = shapeOf(nameEnd - nameStart, this.#html.charCodeAt(nameStart));
    fields[at] = nameStart;
    fields[at + 1] = nameEnd;
    fields[at + 2] = shape;
    fields[at + 3] = valueStart;
    fields[at + 4] = valueEnd;
    this.#length = at + FIELDS;
    if (MAY_HAVE_KIND[shape]) this.kinds |= KINDS.get(this.#nameAt(at)) ?? 0;
  }

  /**
   * The value with its entities decoded, `MAX_VALUE_LENGTH` characters of it; of several attributes of
   * that name the first one's.
   */
  value(name: string): string | undefined {
    const at = this.#find(name);
    if (at < 0) return undefined;
    const start = this.#fields[at + 3] ?? 0;
    const end = Math.min(this.#fields[at + 4] ?? 0, start + MAX_VALUE_LENGTH);
    const raw = this.#html.slice(start, end);
    return raw.includes('&') ? decodeHTMLAttribute(raw) : raw;
  }

  has(name: string): boolean {
    return this.#find(name) >= 0;
  }

  /** Where the value stands in the HTML; empty where there is none. */
  span(name: string): Span {
    const at = this.#find(name);
    if (at < 0) return { start: 0, end: 0 };
    return { start: this.#fields[at + 3] ?? 0, end: this.#fields[at + 4] ?? 0 };
  }

  #find(name: string): number {
    const shape = shapeOf(name.length, name.charCodeAt(0));
    for (let at = 0; at < this.#length; at += FIELDS) {
      if (this.#fields[at + 2] === shape && this.#nameAt(at) === name) return at;
    }
    return -1;
  }

  #nameAt(at: number): string {
    return this.#html.slice(this.#fields[at], this.#fields[at + 1]).toLowerCase();
  }
}
