import { type Database, openDuckDB, sqlText } from '../duckdb.ts';
import type { DatasetRecord } from '../model/dataset-record.ts';
import { rowColumns } from '../model/manifest.ts';
import { createInputReader, inputExpressions } from './input-values.ts';
import type { ResolvedInputs } from './resolve-inputs.ts';

/** Which rows of `rows.parquet`, and which columns of them. */
export interface ShardRowsOptions {
  readonly rowsFile: string;
  /** From 1. */
  readonly shard: number;
  /** All inputs of the recipe. */
  readonly inputNames: readonly string[];
  readonly inputs: ResolvedInputs;
}

/** Reads frozen rows of one shard. */
export interface ShardRows {
  /** The shard's ordinals in order, those for which `isWanted` is false left out. */
  ordinals(isWanted: (ordinal: number) => boolean): Promise<Uint32Array>;
  /** The records with these ordinals, in the order asked for. */
  read(ordinals: Uint32Array | readonly number[]): Promise<readonly DatasetRecord[]>;
  close(): void;
}

export async function openShardRows(options: ShardRowsOptions): Promise<ShardRows> {
  const database = await openDuckDB(':memory:', { threads: 1, memoryLimit: '128MB' });
  const rows = `read_parquet(${sqlText(options.rowsFile)})`;
  const columns = [
    `CAST(${rowColumns.ordinal} AS DOUBLE)`,
    rowColumns.key,
    rowColumns.shardKey,
    ...inputExpressions(options.inputs),
  ];
  const toRecord = createRecordReader(options);
  return {
    ordinals: (isWanted) => readOrdinals(database, rows, options.shard, isWanted),
    async read(ordinals) {
      if (ordinals.length === 0) return [];
      const sql = `SELECT ${columns.join(', ')} FROM ${rows} WHERE ${ordinalsIn(ordinals)}`;
      const reader = await database.connection.runAndReadAll(sql);
      const found = reader.getRows().map(toRecord);
      return inOrder(ordinals, found);
    },
    close: () => database.close(),
  };
}

async function readOrdinals(
  database: Database,
  rows: string,
  shard: number,
  isWanted: (ordinal: number) => boolean,
): Promise<Uint32Array> {
  const ordinal = rowColumns.ordinal;
  const result = await database.connection.stream(
    `SELECT CAST(${ordinal} AS DOUBLE) FROM ${rows} WHERE ${rowColumns.shard} = ${shard}`,
  );
  const pieces: number[][] = [];
  let count = 0;
  for await (const chunk of result) {
    const wanted = chunk.getColumnValues(0).map(Number).filter(isWanted);
    pieces.push(wanted);
    count += wanted.length;
  }
  const ordinals = new Uint32Array(count);
  let at = 0;
  for (const piece of pieces) {
    ordinals.set(piece, at);
    at += piece.length;
  }
  return ordinals.sort();
}

// The range prunes row groups; the list picks from what is left of them.
function ordinalsIn(ordinals: Uint32Array | readonly number[]): string {
  const sorted = Uint32Array.from(ordinals).sort();
  const first = sorted[0] ?? 0;
  const last = sorted.at(-1) ?? 0;
  const range = `${rowColumns.ordinal} BETWEEN ${first} AND ${last}`;
  const isRange = last - first + 1 === sorted.length;
  return isRange ? range : `${range} AND ${rowColumns.ordinal} IN (${sorted.join(', ')})`;
}

function createRecordReader({ inputNames, inputs }: ShardRowsOptions) {
  const readInputs = createInputReader(inputNames, inputs);
  return ([ordinal, key, shardKey, ...cells]: readonly unknown[]): DatasetRecord => ({
    key: String(key),
    ordinal: Number(ordinal),
    shardKey: String(shardKey),
    values: readInputs(cells),
  });
}

function inOrder(
  ordinals: Uint32Array | readonly number[],
  records: readonly DatasetRecord[],
): readonly DatasetRecord[] {
  const byOrdinal = new Map(records.map((record) => [record.ordinal, record]));
  return Array.from(ordinals, (ordinal) => {
    const record = byOrdinal.get(ordinal);
    if (record === undefined) throw new Error(`rows.parquet has no row with ordinal ${ordinal}`);
    return record;
  });
}
