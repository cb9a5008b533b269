import { UsageError } from '../errors.ts';
import { checkColumns } from './check-columns.ts';
import { checkHeader } from './check-header.ts';
import { CsvTokenizer, type CsvOptions } from './csv-tokenizer.ts';
import { detectDelimiter } from './detect-delimiter.ts';
import { decodeText, detectEncoding, type Encoding } from './detect-encoding.ts';
import { type FileFacts, readPieces } from './inspect-file.ts';
import { type CellLimits, rowPlace, type Table, type TableRow } from './table.ts';

/** How many ragged rows a message names. */
const namedRows = 3;

interface CsvFile extends CsvOptions {
  readonly path: string;
  readonly encoding: Encoding;
}

/**
 * Reads CSV and TSV: every cell as text, so that `00123` stays; empty cells are null.
 *
 * @param preferred - the delimiter that the file's name promises
 * @throws UsageError when the first line cannot be a header
 */
export async function readCsvTable(
  path: string,
  facts: FileFacts,
  preferred: string | null,
  { maxCellBytes }: CellLimits,
): Promise<Table> {
  const encoding = detectEncoding(facts);
  const delimiter = detectDelimiter(new TextDecoder(encoding).decode(facts.head), preferred);
  const file: CsvFile = { path, encoding, delimiter, maxCellBytes };
  const names = await readHeader(file);
  let blankLines = 0;
  return {
    columns: names.map((name) => ({ name, type: 'VARCHAR' })),
    async *rows() {
      const tokenizer = new CsvTokenizer(file);
      yield* rowsBelowHeader(path, names.length, readRows(file, tokenizer));
      blankLines = tokenizer.blankLines;
    },
    remarks: () => [...encodingRemarks(encoding), ...blankLineRemarks(blankLines)],
  };
}

async function* readRows(file: CsvFile, tokenizer: CsvTokenizer): AsyncGenerator<TableRow[]> {
  for await (const text of decodeText(readPieces(file.path), file.encoding)) {
    yield tokenizer.push(text);
  }
  yield tokenizer.end();
}

async function readHeader(file: CsvFile): Promise<readonly string[]> {
  let first: TableRow[] = [];
  for await (const rows of readRows(file, new CsvTokenizer(file))) {
    first = first.concat(rows);
    if (first.length >= 2) break;
  }
  const [header, below] = first;
  if (header === undefined)
    throw new UsageError(`The dataset \`${file.path}\` has only blank lines.`);
  checkHeader(file.path, header.cells, below?.cells);
  return checkColumns(file.path, header.cells);
}

async function* rowsBelowHeader(
  path: string,
  width: number,
  batches: AsyncIterable<readonly TableRow[]>,
): AsyncGenerator<readonly TableRow[]> {
  const ragged: string[] = [];
  let raggedCount = 0;
  let row = -1;
  for await (const batch of batches) {
    for (const { line, cells } of batch) {
      row += 1;
      if (cells.length === width) continue;
      raggedCount += 1;
      if (ragged.length < namedRows) ragged.push(`${rowPlace(row, line)} has ${cells.length}`);
    }
    if (raggedCount === 0) yield row === batch.length - 1 ? batch.slice(1) : batch;
  }
  if (raggedCount > 0) throw raggedRows(path, width, raggedCount, ragged);
}

function raggedRows(path: string, width: number, count: number, named: string[]): UsageError {
  const more = count > named.length ? `, and ${count - named.length} more` : '';
  return new UsageError(
    `\`${path}\` has ${width} columns in its header, but ${named.join(', ')}${more} cells. ` +
      'Put quotes around cells that hold the delimiter, and fill up rows that are too short.',
  );
}

function encodingRemarks(encoding: Encoding): readonly string[] {
  return encoding === 'utf-8' ? [] : [`read as ${encoding}`];
}

function blankLineRemarks(blankLines: number): readonly string[] {
  return blankLines === 0 ? [] : [`${blankLines} blank lines skipped`];
}
