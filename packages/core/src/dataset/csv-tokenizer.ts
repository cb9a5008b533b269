import { UsageError } from '../errors.ts';
import { checkCellSize, checkNoNul } from './check-cell.ts';
import { maxColumns, rowPlace, type TableRow } from './table.ts';

export interface CsvOptions {
  /** One character, or null for a file of one column. */
  readonly delimiter: string | null;
  readonly maxCellBytes: number;
}

/** Where in a cell the reader stands; `closing` is behind a quote that may end the cell. */
type State = 'start' | 'plain' | 'quoted' | 'closing';

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const quote = 34;

/**
 * Reads delimited text piece by piece as people and programs write it: lines end in LF, CRLF or CR,
 * also mixed; blanks around a quoted cell do not count; a quote inside a quoted cell is doubled or,
 * where the cell stays on one line, left as it is. Lines of nothing but blanks are skipped and counted.
 * What can be read in two ways is refused with its row, so that no row swallows another unseen.
 */
export class CsvTokenizer {
  /** Lines skipped so far because they hold nothing. */
  blankLines = 0;
  readonly #delimiter: number;
  readonly #maxCellBytes: number;
  #state: State = 'start';
  #rows: TableRow[] = [];
  /** From 1; 0 is the header. */
  #row = 0;
  #rowLine = 1;
  #line = 1;
  #cells: (string | null)[] = [];
  #cell = '';
  /** A cell of this row was quoted, so that the row is no blank line. */
  #hasQuotedCell = false;
  #hasStrayQuote = false;
  /** Blanks behind a quote that may have ended the cell. */
  #blanks = '';
  /** The last character was a CR that ended a row: a LF now belongs to it. */
  #isAfterReturn = false;

  constructor({ delimiter, maxCellBytes }: CsvOptions) {
    this.#delimiter = delimiter === null ? -1 : delimiter.charCodeAt(0);
    this.#maxCellBytes = maxCellBytes;
  }

  /** @returns the rows that end in this piece; empty cells are null */
  push(text: string): TableRow[] {
    this.#rows = [];
    let at = 0;
    while (at < text.length) at = this.#step(text, at);
    checkCellSize(this.#cell, this.#maxCellBytes, this.#place);
    return this.#rows;
  }

  /** @returns the last row, where no line break ends it */
  end(): TableRow[] {
    this.#rows = [];
    if (this.#state === 'quoted')
      throw this.#refusal('the quote that opens a cell is never closed');
    if (this.#state !== 'start' || this.#cells.length > 0 || this.#cell !== '') {
      this.#endCell();
      this.#endRow();
    }
    return this.#rows;
  }

  #step(text: string, at: number): number {
    if (this.#isAfterReturn) {
      this.#isAfterReturn = false;
      if (text.charCodeAt(at) === lineFeed) return at + 1;
    }
    if (this.#state === 'plain') return this.#readPlain(text, at);
    if (this.#state === 'quoted') return this.#readQuoted(text, at);
    return this.#state === 'start' ? this.#readStart(text, at) : this.#readClosing(text, at);
  }

  #readStart(text: string, at: number): number {
    let end = at;
    while (this.#isBlank(text.charCodeAt(end))) end += 1;
    this.#cell += text.slice(at, end);
    if (end === text.length) return end;
    if (text.charCodeAt(end) !== quote) {
      this.#state = 'plain';
      return end;
    }
    this.#cell = '';
    this.#hasQuotedCell = true;
    this.#state = 'quoted';
    return end + 1;
  }

  #readPlain(text: string, at: number): number {
    let end = at;
    while (end < text.length && !this.#endsCell(text.charCodeAt(end))) end += 1;
    this.#cell += text.slice(at, end);
    return end === text.length ? end : this.#readEnd(text.charCodeAt(end), end);
  }

  #readQuoted(text: string, at: number): number {
    const end = text.indexOf('"', at);
    this.#cell += end < 0 ? text.slice(at) : text.slice(at, end);
    if (end < 0) return text.length;
    this.#state = 'closing';
    return end + 1;
  }

  #readClosing(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (this.#endsCell(code)) return this.#readEnd(code, at);
    if (this.#isBlank(code)) {
      this.#blanks += text.charAt(at);
      return at + 1;
    }
    const isDoubled = code === quote && this.#blanks === '';
    this.#cell += `"${this.#blanks}`;
    this.#blanks = '';
    this.#hasStrayQuote ||= !isDoubled;
    this.#state = 'quoted';
    return isDoubled ? at + 1 : at;
  }

  #readEnd(code: number, at: number): number {
    this.#endCell();
    if (code !== this.#delimiter) {
      this.#endRow();
      this.#isAfterReturn = code === carriageReturn;
    }
    return at + 1;
  }

  #endCell(): void {
    const lineBreaks = this.#hasQuotedCell ? countLineBreaks(this.#cell) : 0;
    if (this.#hasStrayQuote && lineBreaks > 0) {
      throw this.#refusal('a quoted cell holds a line break and a quote that is not doubled');
    }
    if (this.#cells.length === maxColumns) throw this.#refusal(`it has over ${maxColumns} cells`);
    checkCellSize(this.#cell, this.#maxCellBytes, this.#place);
    checkNoNul(this.#cell, this.#place);
    this.#line += lineBreaks;
    this.#cells.push(this.#cell === '' ? null : this.#cell);
    this.#hasStrayQuote = false;
    this.#blanks = '';
    this.#state = 'start';
    this.#cell = '';
  }

  #endRow(): void {
    const cells = this.#cells;
    const isBlankLine = cells.length === 1 && !this.#hasQuotedCell && !cells[0]?.trim();
    if (isBlankLine) this.blankLines += 1;
    else this.#rows.push({ line: this.#rowLine, cells });
    if (!isBlankLine) this.#row += 1;
    this.#line += 1;
    this.#rowLine = this.#line;
    this.#cells = [];
    this.#hasQuotedCell = false;
  }

  #endsCell(code: number): boolean {
    return code === this.#delimiter || code === lineFeed || code === carriageReturn;
  }

  #isBlank(code: number): boolean {
    return code === space || (code === tab && this.#delimiter !== tab);
  }

  readonly #place = (): string => rowPlace(this.#row, this.#rowLine);

  #refusal(what: string): UsageError {
    return new UsageError(
      `Cannot read ${this.#place()}: ${what}. Repair it there, or save the file again as CSV.`,
    );
  }
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}
