import { UsageError } from '../errors.ts';
import { checkColumns } from './check-columns.ts';
import { decodeText, detectEncoding, type Encoding } from './detect-encoding.ts';
import { type FileFacts, readPieces } from './inspect-file.ts';
import { JsonArraySplitter, JsonLinesSplitter, type JsonText } from './json-records.ts';
import { type CellLimits, rowPlace, type Table, type TableRow } from './table.ts';

/** A record may be this many times as large as a single cell, in characters. */
const cellsPerRecord = 16;

type JsonRecord = Readonly<Record<string, unknown>>;
type Kind = 'string' | 'integer' | 'number' | 'boolean' | 'json';

interface JsonFile {
  readonly path: string;
  readonly encoding: Encoding;
  readonly isArray: boolean;
  readonly maxCharacters: number;
}

interface ParsedRecord {
  readonly record: JsonRecord;
  readonly line: number;
}

/**
 * Reads an array of objects or JSON Lines, in two passes: the first finds the columns and their types.
 * Strings stay text; whole numbers, numbers and booleans keep their type where the whole column has it;
 * objects and lists stay JSON. What is mixed, or a number too long for JavaScript, becomes text.
 *
 * @throws UsageError naming the first line that is not JSON or not an object
 */
export async function readJsonTable(
  path: string,
  facts: FileFacts,
  format: 'json' | 'jsonl',
  { maxCellBytes }: CellLimits,
): Promise<Table> {
  const encoding = detectEncoding(facts);
  const isArray = startsArray(facts, encoding);
  if (format === 'json' && !isArray) requireLines(path, facts, encoding);
  const file = { path, encoding, isArray, maxCharacters: maxCellBytes * cellsPerRecord };
  const kinds = await findColumns(file);
  const names = checkColumns(path, [...kinds.keys()]);
  return {
    columns: names.map((name) => ({ name, type: columnType(kinds.get(name) ?? new Set()) })),
    async *rows() {
      for await (const batch of readRecords(file)) {
        yield batch.map(({ record, line }): TableRow => {
          return { line, cells: names.map((name) => cellText(ownValue(record, name))) };
        });
      }
    },
    remarks: () => (encoding === 'utf-8' ? [] : [`read as ${encoding}`]),
  };
}

function startsArray({ head }: FileFacts, encoding: Encoding): boolean {
  return new TextDecoder(encoding).decode(head).trimStart().startsWith('[');
}

// `.json` may hold one record a line just as well; a lone object is something else's format.
function requireLines(path: string, { head }: FileFacts, encoding: Encoding): void {
  const lines = new TextDecoder(encoding)
    .decode(head)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines[0]?.trimEnd().endsWith('}')) return;
  throw new UsageError(
    `\`${path}\` is not an array of objects. A dataset in JSON is one array, ` +
      '`[{"website": "…"}, …]`, or one object a line.',
  );
}

async function findColumns(file: JsonFile): Promise<Map<string, Set<Kind>>> {
  const columns = new Map<string, Set<Kind>>();
  for await (const batch of readRecords(file)) {
    for (const { record } of batch) {
      for (const [name, value] of Object.entries(record)) {
        const kinds = columns.get(name) ?? new Set();
        columns.set(name, value === null ? kinds : kinds.add(kindOf(value)));
      }
    }
  }
  return columns;
}

async function* readRecords(file: JsonFile): AsyncGenerator<readonly ParsedRecord[]> {
  const splitter = file.isArray
    ? new JsonArraySplitter(file.maxCharacters)
    : new JsonLinesSplitter(file.maxCharacters);
  for await (const text of decodeText(readPieces(file.path), file.encoding)) {
    yield splitter.push(text).map(parseRecord);
  }
  yield splitter.end().map(parseRecord);
}

function parseRecord({ text, row, line }: JsonText): ParsedRecord {
  const value = parseJson(text, rowPlace(row, line));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { record: value as JsonRecord, line };
  }
  throw new UsageError(
    `There is no object in ${rowPlace(row, line)}. A record in JSON looks like \`{"website": "…"}\`.`,
  );
}

function parseJson(text: string, place: string): unknown {
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, keepLongNumber) : JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = `There is no valid JSON in ${place}: ${error.message}. Repair or remove it.`;
    throw new UsageError(message, { cause: error });
  }
}

// JavaScript would round it; as text it stays what was written.
function keepLongNumber(_name: string, value: unknown, context?: { source?: string }): unknown {
  const isRounded =
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? (context?.source ?? String(value)) : value;
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'json';
}

function columnType(kinds: ReadonlySet<Kind>): string {
  const [kind] = kinds;
  if (kinds.size === 1 && kind !== undefined) return duckdbTypes[kind];
  const isNumeric = kinds.size === 2 && kinds.has('integer') && kinds.has('number');
  return isNumeric ? 'DOUBLE' : 'VARCHAR';
}

const duckdbTypes: Readonly<Record<Kind, string>> = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  json: 'JSON',
};

// A column may be named like something that every object inherits, such as `constructor`.
function ownValue(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : null;
}

function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
