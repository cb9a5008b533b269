import { open } from 'node:fs/promises';
import { type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { UsageError } from '../errors.ts';
import { arrowText, arrowType } from './arrow-text.ts';
import { checkColumns } from './check-columns.ts';
import type { DatasetColumn } from './dataset.ts';
import type { Table, TableRow } from './table.ts';

/** Rows that are turned into text at once. */
const sliceRows = 2048;

/**
 * Reads an Arrow IPC file or stream, one record batch at a time.
 *
 * @throws UsageError when it is damaged, or compressed (which `apache-arrow` does not read by itself)
 */
export async function readArrowTable(path: string): Promise<Table> {
  const columns = await readColumns(path);
  checkColumns(
    path,
    columns.map(({ name }) => name),
  );
  return {
    columns,
    rows: () => withReader(path, readRows),
    remarks: () => [],
  };
}

async function readColumns(path: string): Promise<readonly DatasetColumn[]> {
  const columns: DatasetColumn[] = [];
  const fields = withReader(path, (reader) => reader.schema.fields);
  for await (const { name, type } of fields) columns.push({ name, type: arrowType(type) });
  return columns;
}

async function* withReader<T>(
  path: string,
  read: (reader: RecordBatchReader) => Iterable<T> | AsyncIterable<T>,
): AsyncGenerator<T> {
  const file = await open(path);
  try {
    const reader = await RecordBatchReader.from(file);
    await reader.open();
    yield* read(reader);
  } catch (error) {
    throw damaged(path, error);
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function* readRows(reader: RecordBatchReader): AsyncGenerator<readonly TableRow[]> {
  for await (const batch of reader) yield* textRows(batch);
}

function* textRows(batch: RecordBatch): Generator<readonly TableRow[]> {
  for (let from = 0; from < batch.numRows; from += sliceRows) {
    const slice = batch.slice(from, from + sliceRows);
    const columns = slice.schema.fields.map(({ type }, index) =>
      Array.from(slice.getChildAt(index) ?? [], (value) => arrowText(type, value)),
    );
    yield Array.from({ length: slice.numRows }, (_, row) => ({
      line: null,
      cells: columns.map((cells) => cells[row] ?? null),
    }));
  }
}

function damaged(path: string, error: unknown): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(
    `The dataset \`${path}\` is not an Arrow file that can be read: ${reason.replace(/\.*$/, '.')} ` +
      'Export it again without compression, or as Parquet.',
    { cause: error },
  );
}
