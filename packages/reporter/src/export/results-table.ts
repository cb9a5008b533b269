import type { DuckDBType } from '@duckdb/node-api';
import { sqlName, sqlText, type Database } from '@sluice/core';

/** The results as Parquet, which every other format is made from. */
export interface ResultsTable {
  readonly file: string;
  readonly columns: readonly TableColumn[];
}

export interface TableColumn {
  readonly name: string;
  /** DuckDB's name of the type, such as `VARCHAR[]`. */
  readonly type: string;
  /** The same type with what it is made of. */
  readonly shape: DuckDBType;
}

/** Reads the columns of a Parquet file. */
export async function openResultsTable(db: Database, file: string): Promise<ResultsTable> {
  const from = `FROM read_parquet(${sqlText(file)})`;
  const columns = await db.rows<{ name: string; type: string }>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${from})`,
  );
  const shapes = (await db.connection.run(`${from} LIMIT 0`)).columnTypes();
  return { file, columns: columns.map((column, index) => ({ ...column, shape: shapes[index]! })) };
}

/** SQL that reads the table with each column as `expression` gives it, under names that `rename` gives. */
export function sqlTable(
  table: ResultsTable,
  expression: (column: TableColumn) => string,
  rename: (name: string) => string = (name) => name,
): string {
  const select = table.columns.map(
    (column) => `${expression(column)} AS ${sqlName(rename(column.name))}`,
  );
  return `SELECT ${select.join(', ')} FROM read_parquet(${sqlText(table.file)})`;
}

const NESTED = /\[\d*\]$|^(STRUCT|MAP|UNION)\b/;

/** True for lists, structs and maps, which flat formats hold as JSON text. */
export function isNested(type: string): boolean {
  return NESTED.test(type);
}

export function isText(type: string): boolean {
  return type === 'VARCHAR' || type === 'JSON' || type.startsWith('ENUM');
}
