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
}

/** Reads the columns of a Parquet file. */
export async function openResultsTable(db: Database, file: string): Promise<ResultsTable> {
  const columns = await db.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE FROM read_parquet(${sqlText(file)})`,
  );
  return {
    file,
    columns: columns.map(({ column_name, column_type }) => ({
      name: column_name,
      type: column_type,
    })),
  };
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
