import { DuckDBScalarFunction, type DuckDBScalarMainFunction, VARCHAR } from '@duckdb/node-api';
import type { Database } from '../duckdb.ts';

/** Writes down the SQL that calls a function on some expressions. */
export type SqlCall = (expressions: readonly string[]) => string;

/** Functions of JavaScript that SQL calls on every row. They take and give text, any of it null. */
export class TextFunctions {
  readonly #database: Database;
  #thrown: { readonly error: unknown } | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Defines a pure function, or replaces the one of that name. */
  define(name: string, compute: (texts: readonly unknown[]) => string | null): SqlCall {
    const mainFunction: DuckDBScalarMainFunction = (_info, input, output) => {
      try {
        const columns = Array.from({ length: input.columnCount }, (_, at) =>
          input.getColumnVector(at),
        );
        for (let row = 0; row < input.rowCount; row += 1) {
          output.setItem(row, compute(columns.map((texts) => texts.getItem(row))));
        }
        output.flush();
      } catch (error) {
        this.#thrown ??= { error };
        throw error;
      }
    };
    register(this.#database, name, mainFunction);
    return (expressions) => `${name}(${expressions.join(', ')})`;
  }

  /** @throws what a function threw, as it is; DuckDB alone keeps no more of it than its message */
  async rows<Row>(sql: string): Promise<Row[]> {
    try {
      return await this.#database.rows<Row>(sql);
    } catch (error) {
      throw this.#thrown === null ? error : this.#thrown.error;
    }
  }
}

function register(database: Database, name: string, mainFunction: DuckDBScalarMainFunction): void {
  const textFunction = DuckDBScalarFunction.create({
    name,
    mainFunction,
    returnType: VARCHAR,
    varArgsType: VARCHAR,
    specialHandling: true,
  });
  database.connection.registerScalarFunction(textFunction);
}
