import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { CsvTokenizer } from './csv-tokenizer.ts';

const maxCellBytes = 1000;

function read(
  text: string,
  delimiter: string | null = ',',
): readonly (readonly (string | null)[])[] {
  const tokenizer = new CsvTokenizer({ delimiter, maxCellBytes });
  return [...tokenizer.push(text), ...tokenizer.end()].map(({ cells }) => cells);
}

function readInPieces(text: string, delimiter: string, cuts: readonly number[]) {
  const tokenizer = new CsvTokenizer({ delimiter, maxCellBytes: 1e6 });
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const pieces = [0, ...ends].map((start, index) => text.slice(start, ends[index] ?? text.length));
  const rows = [...pieces.flatMap((piece) => tokenizer.push(piece)), ...tokenizer.end()];
  return rows.map(({ cells }) => cells);
}

interface Written {
  readonly cell: string;
  /** Quoted though nothing in it asks for that. */
  readonly isQuoted: boolean;
  readonly blanks: string;
}

function write({ cell, isQuoted, blanks }: Written, delimiter: string): string {
  const isPlain = !isQuoted && cell.trim() === cell && !/["\r\n]/.test(cell);
  if (isPlain && cell !== '' && !cell.includes(delimiter)) return cell;
  return `${blanks}"${cell.replaceAll('"', '""')}"${blanks}`;
}

const delimiter = fc.constantFrom(',', ';', '\t', '|');
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const cell = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '\t', '|', '\r', '\n', ' ', 'a', 'é', '😀'),
    maxLength: 8,
  }),
);
const written = fc.record({
  cell: cell.filter((text) => !text.includes('\0')),
  isQuoted: fc.boolean(),
  blanks: fc.constantFrom('', ' ', '  '),
});

describe('CsvTokenizer', () => {
  test('gives back what any writer wrote, however the text is cut', () => {
    const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.array(fc.tuple(fc.array(written, { minLength: width, maxLength: width }), lineEnd), {
        minLength: 1,
        maxLength: 6,
      }),
    );
    fc.assert(
      fc.property(
        table,
        delimiter,
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 8 }),
        (rows, by, isEnded, cuts) => {
          const lines = rows.map(([cells, end], index) => {
            const isLast = index === rows.length - 1;
            return cells.map((one) => write(one, by)).join(by) + (isLast && !isEnded ? '' : end);
          });
          const expected = rows.map(([cells]) => cells.map(({ cell: text }) => text || null));
          expect(readInPieces(lines.join(''), by, cuts)).toEqual(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('takes a quote within an unquoted cell as it is', () => {
    expect(read('Screen 27",5" disk\n')).toEqual([['Screen 27"', '5" disk']]);
  });

  test('takes quotes that are not doubled as they are, within a line', () => {
    expect(read('"Joe "The Cook" Smith",x\n')).toEqual([['Joe "The Cook" Smith', 'x']]);
  });

  test('drops blanks around a quoted cell and keeps those of an unquoted one', () => {
    expect(read(' "a, b" , c ,"d"\t\n')).toEqual([['a, b', ' c ', 'd']]);
  });

  test('keeps line breaks within quotes as they are', () => {
    expect(read('"a\r\nb\rc\nd",e\n')).toEqual([['a\r\nb\rc\nd', 'e']]);
  });

  test('ends rows at LF, CRLF and CR alike', () => {
    expect(read('a,b\nc,d\r\ne,f\rg,h')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ]);
  });

  test('skips and counts blank lines, but not a quoted empty cell', () => {
    const tokenizer = new CsvTokenizer({ delimiter: null, maxCellBytes });
    const rows = [...tokenizer.push('a\n\n  \r\n""\n\n'), ...tokenizer.end()];
    expect(rows.map(({ cells }) => cells)).toEqual([['a'], [null]]);
    expect(tokenizer.blankLines).toBe(3);
  });

  test('keeps empty cells of a row, also all of them', () => {
    expect(read(',\n,,\n')).toEqual([
      [null, null],
      [null, null, null],
    ]);
  });

  test('says on which line each row starts', () => {
    const tokenizer = new CsvTokenizer({ delimiter: ',', maxCellBytes });
    const rows = tokenizer.push('a,b\r\n\r\n"x\r\ny\n",1\r\nc,d\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 3, 6]);
  });

  test.each([
    [
      'a quote that is never closed',
      'a,b\n1,"x\n2,y\n',
      'row 1 (line 2): the quote that opens a cell is never closed',
    ],
    [
      'a cell whose end cannot be told',
      'a,b\n1,"x\n2,"y"\n',
      'row 1 (line 2): a quoted cell holds a line break and a quote that is not doubled',
    ],
    ['a NUL', 'a,b\n\n1,\0\n', 'NUL byte in row 1 (line 3)'],
    [
      'a cell over the limit',
      `a,b\n1,2\n${'x'.repeat(1001)},y\n`,
      'row 2 (line 3) is larger than `1000` bytes',
    ],
    ['a cell over the limit in bytes alone', `a\n${'é'.repeat(501)}\n`, 'row 1 (line 2) is larger'],
    ['far too many cells', ','.repeat(5000), 'the header (line 1): it has over 2048 cells'],
  ])('refuses %s with its row', (_, text, message) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(message);
  });

  test('refuses a cell over the limit before its end is in sight', () => {
    const tokenizer = new CsvTokenizer({ delimiter: ',', maxCellBytes });
    tokenizer.push('a,b\n"');
    tokenizer.push('x'.repeat(600));
    expect(() => tokenizer.push('x'.repeat(600))).toThrow(
      'row 1 (line 2) is larger than `1000` bytes',
    );
  });
});
