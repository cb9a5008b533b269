import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

export interface DuckDBOptions {
  /** Threads DuckDB may use besides ours; sealing and lookups take 1, merging all cores. */
  readonly threads?: number;
  /** Such as `512MB`. */
  readonly memoryLimit?: string;
  /** Where larger-than-memory work spills; without it nothing spills. */
  readonly tempFolder?: string;
  /** Rows come out of a file in the order they went in, unless sorted; else in any. Default: false. */
  readonly keepsOrder?: boolean;
}

/** An open database with one connection; close it when done. */
export interface Database {
  readonly connection: DuckDBConnection;
  run(sql: string): Promise<void>;
  /** Reads a small result as objects; wide or long results belong in SQL or in typed columns. */
  rows<Row>(sql: string): Promise<Row[]>;
  close(): void;
}

/** Opens DuckDB over a file, or in memory, with extensions from the network turned off. */
export async function openDuckDB(
  path = ':memory:',
  options: DuckDBOptions = {},
): Promise<Database> {
  const instance = await DuckDBInstance.create(path, {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    storage_compatibility_version: 'latest',
    preserve_insertion_order: String(options.keepsOrder ?? false),
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
    ...(options.tempFolder === undefined ? {} : { temp_directory: options.tempFolder }),
  });
  const connection = await instance.connect();
  return {
    connection,
    async run(sql) {
      await connection.run(sql);
    },
    async rows<Row>(sql: string) {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJS() as Row[];
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Quotes text as a SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Quotes a name of a column or table. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list literal of file names, for `read_parquet` and its like. */
export function sqlFiles(files: readonly string[]): string {
  return `[${files.map(sqlText).join(', ')}]`;
}
