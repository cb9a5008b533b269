import { decodeHTML } from 'entities';
import { ANCHOR, BLOCK, CELL, PREFORMATTED, ROW, SPACED, UNREAD, VOID } from './element-traits.ts';
import { MAX_TEXT_LENGTH } from './page-limits.ts';
import { STYLED, type TagAttributes } from './tag-attributes.ts';

const NOTHING = 0;
const SPACE = 1;
const TAB = 2;
const NEWLINE = 3;

const SEPARATORS = ['', ' ', '\t', '\n'] as const;

/**
 * Elements within elements; browsers stop at about 500. The parser keeps its stack in an array that it
 * grows at the front, so that a page of a million open tags would take minutes.
 */
const MAX_DEPTH = 5_000;

/**
 * Words with one space between each two, as many as the engine's stack bears; three times as fast as
 * looking at each character. What is in no word is white space or ignorable.
 */
const WORD = String.raw`[^\0-\x20\x7f\x85\xa0\xad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]+`;
const WORDS = new RegExp(`${WORD}(?: ${WORD}){0,1000}`, 'y');

const HIDING_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/**
 * Gathers a page's visible text from parser events; what is left out and where separators stand is
 * described at `pageText`. It follows the element stack, so every opened element has to be closed.
 */
export class TextReader {
  readonly #html: string;
  readonly #parts: string[] = [];
  #length = 0;
  /** Of the next ampersand in the HTML, so that only texts with entities are searched for them. */
  #ampersand = -1;
  #pending = NOTHING;
  #depth = 0;
  /** Depth of the outermost unread element around, or 0. */
  #unreadFrom = 0;
  #preformattedFrom = 0;
  #isRowStart = false;
  /** Nothing has been read of the cell yet, so that its own first block breaks no line. */
  #isCellStart = false;
  #hasLinkJustClosed = false;

  constructor(html: string) {
    this.#html = html;
  }

  /** Puts the text together; to be read once, at the end. */
  get text(): string {
    return this.#parts.join('');
  }

  /** Length of the text so far; separators that are still pending are not counted. */
  get offset(): number {
    return this.#length;
  }

  /** Whether elements are nested so deeply that the rest of the page is given up. */
  get isTooDeep(): boolean {
    return this.#depth >= MAX_DEPTH;
  }

  get isUnread(): boolean {
    return this.#unreadFrom > 0;
  }

  /** @param isHidden - what `isHiddenByMarkup` says of its attributes */
  open(traits: number, isHidden: boolean): void {
    if (this.#unreadFrom === 0) this.#separateBefore(traits);
    if (traits & VOID) return;
    this.#depth++;
    if (this.#unreadFrom === 0 && (isHidden || traits & UNREAD)) this.#unreadFrom = this.#depth;
    if (traits & PREFORMATTED) this.#preformattedFrom ||= this.#depth;
  }

  close(traits: number): void {
    if (traits & VOID) return;
    if (this.#depth === this.#unreadFrom) this.#unreadFrom = 0;
    if (this.#depth === this.#preformattedFrom) this.#preformattedFrom = 0;
    this.#depth--;
    if (this.#unreadFrom > 0) return;
    if (traits & ROW) this.#isCellStart = false;
    if (traits & BLOCK) this.#separate(NEWLINE);
    this.#hasLinkJustClosed = (traits & ANCHOR) > 0;
  }

  /** @param start - with `end`, where a text node stands in the HTML */
  append(start: number, end: number): void {
    if (this.#unreadFrom > 0) return;
    const written = this.#html.slice(start, end);
    this.#read(this.#hasAmpersand(start, end) ? decodeHTML(written) : written);
  }

  #hasAmpersand(start: number, end: number): boolean {
    if (this.#ampersand < start) {
      const next = this.#html.indexOf('&', start);
      this.#ampersand = next < 0 ? Infinity : next;
    }
    return this.#ampersand < end;
  }

  #read(data: string): void {
    const breakRank = this.#preformattedFrom > 0 ? NEWLINE : SPACE;
    for (let at = 0; at < data.length; at++) {
      const code = data.charCodeAt(at);
      WORDS.lastIndex = at;
      if (code > 0x20 && WORDS.test(data)) {
        this.#add(data.slice(at, WORDS.lastIndex));
        at = WORDS.lastIndex - 1;
      } else if (!isIgnorable(code)) this.#separate(code === 0x0a ? breakRank : SPACE);
    }
  }

  #add(written: string): void {
    const room = MAX_TEXT_LENGTH - this.#length - 1;
    if (room <= 0) return;
    const words = written.length > room ? written.slice(0, room) : written;
    if (this.#pending !== NOTHING && this.#length > 0) {
      this.#parts.push(SEPARATORS[this.#pending]!);
      this.#length++;
    }
    this.#parts.push(words);
    this.#length += words.length;
    this.#pending = NOTHING;
    this.#isRowStart = false;
    this.#isCellStart = false;
    this.#hasLinkJustClosed = false;
  }

  #separate(rank: number): void {
    if (rank > this.#pending && !this.#isCellStart) this.#pending = rank;
  }

  #separateBefore(traits: number): void {
    if (traits & CELL) return this.#separateCell();
    if (traits & ROW) return this.#startRow();
    if (traits & BLOCK) this.#separate(NEWLINE);
    else if (traits & SPACED) this.#separate(SPACE);
    else if (traits & ANCHOR && this.#hasLinkJustClosed) this.#separate(SPACE);
  }

  #startRow(): void {
    this.#isRowStart = true;
    this.#isCellStart = false;
    this.#separate(NEWLINE);
  }

  /** A cell's boundary outranks the ends of blocks inside the cell, so that a row stays one line. */
  #separateCell(): void {
    if (this.#isRowStart) this.#isRowStart = false;
    else {
      this.#pending = TAB;
      this.#isCellStart = true;
    }
  }
}

/**
 * Whether the element's own attributes hide it for good. Hidden blocks are tabs, menus and answers that
 * a click reveals; hidden words inside a line are traps for robots.
 */
export function isHiddenByMarkup(traits: number, tag: TagAttributes): boolean {
  if (traits & (BLOCK | CELL) || !(tag.kinds & STYLED)) return false;
  const hidden = tag.value('hidden');
  if (hidden !== undefined && hidden !== 'until-found') return true;
  const style = tag.value('style');
  return style !== undefined && HIDING_STYLE.test(style);
}

/** Soft hyphen, zero-width space, byte order mark, and marks of writing direction. */
function isIgnorable(code: number): boolean {
  if (code === 0xad || code === 0xfeff) return true;
  if (code < 0x200b || code > 0x2069) return false;
  if (code === 0x200b || code === 0x200e || code === 0x200f || code === 0x2060) return true;
  return (code >= 0x202a && code <= 0x202e) || code >= 0x2066;
}
