import { UsageError } from '../errors.ts';
import { rowPlace } from './table.ts';

/** The text of one record, and where it stands. */
export interface JsonText {
  readonly text: string;
  /** From 1. */
  readonly row: number;
  /** Where it starts, from 1. */
  readonly line: number;
}

/** Takes text piece by piece and gives the records that end in each. */
interface JsonSplitter {
  push(text: string): JsonText[];
  end(): JsonText[];
}

/** Parts JSON Lines: one record a line, blank lines aside. */
export class JsonLinesSplitter implements JsonSplitter {
  #rest = '';
  #line = 0;
  #row = 0;
  readonly #maxCharacters: number;

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  push(text: string): JsonText[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    checkLength(this.#rest, this.#maxCharacters, this.#row + 1, this.#line + lines.length + 1);
    return lines.flatMap((line) => this.#record(line));
  }

  end(): JsonText[] {
    return this.#record(this.#rest);
  }

  #record(text: string): JsonText[] {
    this.#line += 1;
    if (text.trim() === '') return [];
    this.#row += 1;
    return [{ text, row: this.#row, line: this.#line }];
  }
}

type ArrayState = 'before' | 'first' | 'element' | 'inside' | 'comma' | 'after';

/** Parts an array of objects without reading more of it than one object at a time. */
export class JsonArraySplitter implements JsonSplitter {
  #state: ArrayState = 'before';
  #record = '';
  #row = 1;
  #line = 1;
  #recordLine = 1;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  readonly #maxCharacters: number;

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  push(text: string): JsonText[] {
    const records: JsonText[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character === '\n') this.#line += 1;
      if (this.#state !== 'inside') {
        if (this.#startsRecord(character)) from = at;
      } else if (this.#endsRecord(character)) {
        records.push(this.#take(text.slice(from, at + 1)));
      }
    }
    if (this.#state === 'inside') this.#record += text.slice(from);
    checkLength(this.#record, this.#maxCharacters, this.#row, this.#recordLine);
    return records;
  }

  end(): JsonText[] {
    if (this.#state === 'after') return [];
    throw new UsageError(
      `The array ends before its closing \`]\`, behind line ${this.#line}. Export the file again.`,
    );
  }

  #take(rest: string): JsonText {
    const record = { text: this.#record + rest, row: this.#row, line: this.#recordLine };
    this.#record = '';
    this.#row += 1;
    this.#state = 'comma';
    return record;
  }

  #startsRecord(character: string): boolean {
    if (/\s/.test(character)) return false;
    const next = nextState(this.#state, character);
    if (next === null) throw this.#unexpected(character);
    this.#state = next;
    this.#depth = 1;
    this.#recordLine = this.#line;
    return next === 'inside';
  }

  #endsRecord(character: string): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isInString && character === '\\') this.#isEscaped = true;
    else if (character === '"') this.#isInString = !this.#isInString;
    else if (this.#isInString) return false;
    else if (character === '{' || character === '[') this.#depth += 1;
    else if (character === '}' || character === ']') this.#depth -= 1;
    return this.#depth === 0;
  }

  #unexpected(character: string): UsageError {
    const isElement = this.#state === 'first' || this.#state === 'element';
    const what = isElement ? 'is not an object' : `has \`${character}\` in the wrong place`;
    return new UsageError(
      `${rowPlace(this.#row, this.#line)} of the array ${what}. A dataset in JSON is one array of ` +
        'objects: `[{"website": "…"}, …]`.',
    );
  }
}

function nextState(state: ArrayState, character: string): ArrayState | null {
  if (state === 'before') return character === '[' ? 'first' : null;
  if (character === ']' && (state === 'first' || state === 'comma')) return 'after';
  if (state === 'comma') return character === ',' ? 'element' : null;
  return character === '{' && state !== 'after' ? 'inside' : null;
}

function checkLength(text: string, maxCharacters: number, row: number, line: number): void {
  if (text.length <= maxCharacters) return;
  throw new UsageError(
    `The record in ${rowPlace(row, line)} is larger than \`${maxCharacters}\` characters. ` +
      'Repair it, or raise `--max-cell`.',
  );
}
