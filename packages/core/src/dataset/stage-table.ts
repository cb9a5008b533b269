import { join } from 'node:path';
import { BIGINT, type DuckDBAppender, DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api';
import { type Database, sqlFiles, sqlName, sqlText } from '../duckdb.ts';
import { checkCellSize, checkNoNul } from './check-cell.ts';
import { sourceColumns } from './dataset.ts';
import { type CellLimits, rowPlace, type Table, type TableRow } from './table.ts';

/** A part is written to disk at this many rows, or characters, whichever comes first. */
const partRows = 61_440;
const partCharacters = 8 * 1024 * 1024;
/** Rows that go to DuckDB at once: the size of its vectors. */
const chunkRows = 2048;

const partTable = 'part';

/** Where a table's rows lie once it was read. */
export interface StagedTable {
  readonly rows: number;
  /** What to select from to have the columns in their types. */
  readonly relation: string;
}

/**
 * Copies a table's rows into Parquet files, as text and with their ordinals. Each file holds a part, so
 * that memory stays flat however wide the rows are.
 *
 * @param folder - where the files go
 * @throws UsageError on a row that cannot be read, or a cell over the limit
 */
export async function stageTable(
  database: Database,
  table: Table,
  folder: string,
  { maxCellBytes }: CellLimits,
): Promise<StagedTable> {
  const files: string[] = [];
  let part = await openPart(database, table);
  let rows = 0;
  const endPart = async (): Promise<void> => {
    const file = join(folder, `part-${files.length}.parquet`);
    await part.write(file);
    files.push(file);
  };
  for await (const batch of table.rows()) {
    const characters = checkRows(batch, rows + 1, maxCellBytes);
    part.append(rows, batch, characters);
    rows += batch.length;
    if (!part.isFull) continue;
    await endPart();
    part = await openPart(database, table);
  }
  await endPart();
  return { rows, relation: typedRelation(table, files) };
}

/** @returns how many characters the rows hold */
function checkRows(rows: readonly TableRow[], firstRow: number, maxCellBytes: number): number {
  let characters = 0;
  for (const [index, { line, cells }] of rows.entries()) {
    const place = (): string => rowPlace(firstRow + index, line);
    for (const cell of cells) {
      if (cell === null) continue;
      checkCellSize(cell, maxCellBytes, place);
      checkNoNul(cell, place);
      characters += cell.length;
    }
  }
  return characters;
}

async function openPart(database: Database, { columns }: Table): Promise<Part> {
  const { ordinal, line } = sourceColumns;
  const cells = columns.map(({ name }) => `${sqlName(name)} VARCHAR`);
  await database.run(
    `CREATE OR REPLACE TABLE ${partTable} (${ordinal} BIGINT, ${line} INTEGER, ${cells.join(', ')})`,
  );
  const appender = await database.connection.createAppender(partTable);
  return new Part(database, appender, columns.length);
}

class Part {
  readonly #database: Database;
  readonly #appender: DuckDBAppender;
  // One chunk serves for all rows: its memory lies outside of the heap, where thousands of chunks would
  // wait long for a collection.
  readonly #chunk: DuckDBDataChunk;
  readonly #width: number;
  #rows = 0;
  #characters = 0;

  constructor(database: Database, appender: DuckDBAppender, width: number) {
    this.#database = database;
    this.#appender = appender;
    this.#width = width;
    const cells = Array<typeof VARCHAR>(width).fill(VARCHAR);
    this.#chunk = DuckDBDataChunk.create([BIGINT, INTEGER, ...cells]);
  }

  get isFull(): boolean {
    return this.#rows >= partRows || this.#characters >= partCharacters;
  }

  append(firstOrdinal: number, rows: readonly TableRow[], characters: number): void {
    for (let from = 0; from < rows.length; from += chunkRows) {
      this.#appendChunk(firstOrdinal + from, rows.slice(from, from + chunkRows));
    }
    this.#rows += rows.length;
    this.#characters += characters;
  }

  async write(file: string): Promise<void> {
    this.#appender.closeSync();
    await this.#database.run(`COPY ${partTable} TO ${sqlText(file)} (FORMAT parquet)`);
  }

  #appendChunk(firstOrdinal: number, rows: readonly TableRow[]): void {
    this.#chunk.reset();
    this.#chunk.setColumns([
      rows.map((_, index) => BigInt(firstOrdinal + index)),
      rows.map(({ line }) => line),
      ...Array.from({ length: this.#width }, (_, column) =>
        rows.map(({ cells }) => cells[column] ?? null),
      ),
    ]);
    this.#appender.appendDataChunk(this.#chunk);
  }
}

function typedRelation({ columns }: Table, files: readonly string[]): string {
  const cells = columns.map(({ name, type }) =>
    type === 'VARCHAR' ? sqlName(name) : `CAST(${sqlName(name)} AS ${type}) AS ${sqlName(name)}`,
  );
  const selected = [sourceColumns.ordinal, sourceColumns.line, ...cells].join(', ');
  return `(SELECT ${selected} FROM read_parquet(${sqlFiles(files)}))`;
}
