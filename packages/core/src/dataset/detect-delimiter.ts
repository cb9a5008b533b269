import { UsageError } from '../errors.ts';
import { CsvTokenizer } from './csv-tokenizer.ts';
import type { TableRow } from './table.ts';

/** Characters that part cells; earlier ones win a tie. */
const delimiters = [',', ';', '\t', '|'] as const;

interface Reading {
  readonly delimiter: string;
  readonly columns: number;
  /** Rows that have as many cells as the header. */
  readonly agreeing: number;
}

/**
 * Tells what parts the cells of a text file: the character with which most rows have as many cells as
 * the header, then the one that gives most columns.
 *
 * @param sample - the beginning of the file
 * @param preferred - what the file's name promises; it wins where it parts the header at all
 * @returns null for a file of one column
 */
export function detectDelimiter(sample: string, preferred: string | null): string | null {
  const readings = delimiters
    .map((delimiter) => readWith(sample, delimiter))
    .filter(({ columns }) => columns > 1);
  const promised = readings.find(({ delimiter }) => delimiter === preferred);
  return (promised ?? readings.sort(byFit)[0])?.delimiter ?? null;
}

function byFit(a: Reading, b: Reading): number {
  return b.agreeing - a.agreeing || b.columns - a.columns;
}

function readWith(sample: string, delimiter: string): Reading {
  const [header, ...rows] = sampleRows(sample, delimiter);
  const columns = header?.cells.length ?? 0;
  const agreeing = rows.filter(({ cells }) => cells.length === columns).length;
  return { delimiter, columns, agreeing };
}

// Line by line, so that the rows before an unreadable one count: with the wrong delimiter quotes may
// make no sense, and a sample may end within a row.
function sampleRows(sample: string, delimiter: string): readonly TableRow[] {
  const tokenizer = new CsvTokenizer({ delimiter, maxCellBytes: Number.MAX_SAFE_INTEGER });
  const rows: TableRow[] = [];
  try {
    for (const line of sample.split(/(?<=\n)/)) rows.push(...tokenizer.push(line));
    rows.push(...tokenizer.end());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  return rows;
}
