import { BIGINT, DuckDBDataChunk, INTEGER, VARCHAR, type DuckDBAppender } from '@duckdb/node-api';
import { type Database, sqlName } from '../duckdb.ts';
import { checkCellSize, checkNoNul } from './check-cell.ts';
import { sourceColumns } from './dataset.ts';
import { type CellLimits, rowPlace, type Table, type TableRow } from './table.ts';

/** Rows that go to DuckDB at once: the size of its vectors. */
const chunkRows = 2048;
/** Fewer go at once when they hold this many characters. */
const chunkCharacters = 4 * 1024 * 1024;

const stagedTable = 'staged';

/**
 * Copies a table's rows into the database as text, in order, with flat memory.
 *
 * @returns how many there were, and what to select from to have them in their types
 * @throws UsageError on a row that cannot be read, or a cell over the limit
 */
export async function stageTable(
  database: Database,
  table: Table,
  limits: CellLimits,
): Promise<{ rows: number; relation: string }> {
  await database.run(createTable(table));
  const appender = await database.connection.createAppender(stagedTable);
  try {
    const rows = await appendRows(appender, table, limits);
    return { rows, relation: typedRelation(table) };
  } finally {
    appender.closeSync();
  }
}

function createTable({ columns }: Table): string {
  const cells = columns.map(({ name }) => `${sqlName(name)} VARCHAR`);
  const { ordinal, line } = sourceColumns;
  return `CREATE TABLE ${stagedTable} (${[`${ordinal} BIGINT`, `${line} INTEGER`, ...cells].join(', ')})`;
}

function typedRelation({ columns }: Table): string {
  const cells = columns.map(({ name, type }) =>
    type === 'VARCHAR' ? sqlName(name) : `CAST(${sqlName(name)} AS ${type}) AS ${sqlName(name)}`,
  );
  const selected = [sourceColumns.ordinal, sourceColumns.line, ...cells].join(', ');
  return `(SELECT ${selected} FROM ${stagedTable})`;
}

async function appendRows(
  appender: DuckDBAppender,
  table: Table,
  { maxCellBytes }: CellLimits,
): Promise<number> {
  let waiting: TableRow[] = [];
  let characters = 0;
  let rows = 0;
  const flush = (): void => {
    appendChunk(appender, rows, waiting, table.columns.length);
    rows += waiting.length;
    waiting = [];
    characters = 0;
  };
  for await (const batch of table.rows()) {
    for (const row of batch) {
      const place = (): string => rowPlace(rows + waiting.length + table.firstRow, row.line);
      characters += checkRow(row, maxCellBytes, place);
      waiting.push(row);
      if (waiting.length === chunkRows || characters >= chunkCharacters) flush();
    }
  }
  if (waiting.length > 0) flush();
  return rows;
}

function checkRow({ cells }: TableRow, maxCellBytes: number, place: () => string): number {
  let characters = 0;
  for (const cell of cells) {
    if (cell === null) continue;
    checkCellSize(cell, maxCellBytes, place);
    checkNoNul(cell, place);
    characters += cell.length;
  }
  return characters;
}

function appendChunk(
  appender: DuckDBAppender,
  firstOrdinal: number,
  rows: readonly TableRow[],
  width: number,
): void {
  const chunk = DuckDBDataChunk.create([BIGINT, INTEGER, ...Array<typeof VARCHAR>(width).fill(VARCHAR)]);
  chunk.setColumns([
    rows.map((_, index) => BigInt(firstOrdinal + index)),
    rows.map(({ line }) => line),
    ...Array.from({ length: width }, (_, column) => rows.map(({ cells }) => cells[column] ?? null)),
  ]);
  appender.appendDataChunk(chunk);
}
