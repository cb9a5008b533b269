import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { JSDuckDBValueConverter, type DuckDBDataChunk } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import type { Database } from '@sluice/core';
import { arrowColumn } from './arrow-column.ts';
import { sqlTable, type ResultsTable } from './results-table.ts';

/** Writes an Arrow IPC file, one record batch for each chunk that DuckDB gives (2,048 rows). */
export async function writeArrow(db: Database, table: ResultsTable, path: string): Promise<void> {
  const schema = new arrow.Schema(
    table.columns.map((column) => new arrow.Field(column.name, arrowColumn(column).type, true)),
  );
  const writer = new arrow.RecordBatchFileWriter();
  const saved = pipeline(writer.toNodeStream(), createWriteStream(path));
  await Promise.all([saved, writeBatches(db, table, schema, writer)]);
}

async function writeBatches(
  db: Database,
  table: ResultsTable,
  schema: arrow.Schema,
  writer: arrow.RecordBatchFileWriter,
): Promise<void> {
  const select = sqlTable(table, (column) => arrowColumn(column).select);
  // Sets the schema first, so that a table without rows is a valid file too.
  writer.reset(undefined, schema);
  for await (const chunk of await db.connection.stream(select)) {
    if (chunk.rowCount > 0) writer.write(recordBatch(schema, chunk));
  }
  writer.close();
}

function recordBatch(schema: arrow.Schema, chunk: DuckDBDataChunk): arrow.RecordBatch {
  const children = schema.fields.map(({ type }, index) => {
    const values = chunk.convertColumnValues(index, JSDuckDBValueConverter);
    return arrow.vectorFromArray(values, type).data[0]!;
  });
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(
    schema,
    arrow.makeData({ type, length: chunk.rowCount, nullCount: 0, children }),
  );
}
