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

/** An open database with one connection; close it when done, or declare it with `using`. */
export interface Database extends Disposable {
  readonly connection: DuckDBConnection;
  run(sql: string): Promise<void>;
  /** Reads a small result as objects; wide or long results belong in SQL or in typed columns. */
  rows<Row>(sql: string): Promise<Row[]>;
  /** One more connection, whose queries run beside those of this one; it has to be closed first. */
  connect(): Promise<Database>;
  /** Gives memory that ended queries left with the process back to the system, as closing does; takes milliseconds. */
  trimMemory(): Promise<void>;
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
  return connectTo(instance, () => instance.closeSync());
}

async function connectTo(instance: DuckDBInstance, onClose: () => void): Promise<Database> {
  const connection = await instance.connect();
  let memoryLimit: string | undefined;
  const rows = async <Row>(sql: string): Promise<Row[]> => {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS() as Row[];
  };
  const close = (): void => {
    connection.closeSync();
    onClose();
  };
  return {
    connection,
    async run(sql) {
      await connection.run(sql);
    },
    rows,
    async trimMemory() {
      memoryLimit ??= (await rows<{ text: string }>(memoryLimitSql))[0]?.text;
      // DuckDB trims when a limit is set, be it the one that holds; there is no statement for it alone.
      await connection.run(`SET memory_limit = ${sqlText(memoryLimit ?? '')}`);
    },
    connect: () => connectTo(instance, () => undefined),
    close,
    [Symbol.dispose]: close,
  };
}

const memoryLimitSql = `SELECT current_setting('memory_limit') AS text`;

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
