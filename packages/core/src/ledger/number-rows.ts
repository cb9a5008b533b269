import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { Database } from '../duckdb.ts';

/**
 * Streams a query whose columns are integers of at most 32 bits and not null: DuckDB's vectors give
 * those without an object per value, so a million rows take a fraction of a second.
 *
 * @param onRow - gets the row's columns in order, in an array that the next row overwrites
 */
export async function streamNumberRows(
  database: Database,
  sql: string,
  onRow: (row: Uint32Array) => void,
): Promise<void> {
  const result = await database.connection.stream(sql);
  const row = new Uint32Array(result.columnCount);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    passRows(chunk, row, onRow);
  }
}

/** The same for a few thousand rows, all at once: it waits for one turn of the event loop, not for one a chunk. */
export async function readNumberRows(
  database: Database,
  sql: string,
  onRow: (row: Uint32Array) => void,
): Promise<void> {
  const result = await database.connection.run(sql);
  const row = new Uint32Array(result.columnCount);
  for (let at = 0; at < result.chunkCount; at += 1) passRows(result.getChunk(at), row, onRow);
}

function passRows(
  chunk: DuckDBDataChunk,
  row: Uint32Array,
  onRow: (row: Uint32Array) => void,
): void {
  const { rowCount } = chunk;
  const columns = Array.from(row, (_, column) => chunk.getColumnVector(column));
  for (let at = 0; at < rowCount; at += 1) {
    for (let column = 0; column < columns.length; column += 1) {
      row[column] = columns[column]?.getItem(at) as number;
    }
    onRow(row);
  }
}
