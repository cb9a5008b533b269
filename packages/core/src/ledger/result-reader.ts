import { sqlText, type Database } from '../duckdb.ts';
import { resultEntrySchema, type ResultEntry } from '../model/ledger-entry.ts';

interface Request {
  readonly path: string;
  readonly row: number;
  readonly answer: PromiseWithResolvers<ResultEntry>;
}

/** Most results of one query: their values are all in memory at once. */
const maxBatch = 2000;

/**
 * Reads results from Parquet files by file and row. What is asked for while a query is in flight goes
 * into the next one, so that a thousand lookups cost one query and not a thousand.
 */
export class ResultReader {
  readonly #database: Database;
  #requests: Request[] = [];
  #isReading = false;

  constructor(database: Database) {
    this.#database = database;
  }

  read(path: string, row: number): Promise<ResultEntry> {
    const answer = Promise.withResolvers<ResultEntry>();
    this.#requests.push({ path, row, answer });
    if (!this.#isReading) void this.#readAll();
    return answer.promise;
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    // Lets everything that is asked for in this turn in.
    await Promise.resolve();
    while (this.#requests.length > 0) {
      const batch = this.#requests.splice(0, maxBatch);
      try {
        await this.#readBatch(batch);
      } catch (error) {
        for (const { answer } of batch) answer.reject(error);
      }
    }
    this.#isReading = false;
  }

  async #readBatch(batch: readonly Request[]): Promise<void> {
    const files = [...Map.groupBy(batch, (request) => request.path)];
    const selects = files.map(([path, requests], file) => rowsSql(path, file, requests));
    const reader = await this.#database.connection.runAndReadAll(selects.join(' UNION ALL '));
    const rows = reader.getRowsJS() as [file: number, row: number, json: string][];
    const found = new Map(rows.map(([file, row, json]) => [`${file}:${row}`, json]));
    for (const [file, [, requests]] of files.entries()) {
      for (const { path, row, answer } of requests) {
        const json = found.get(`${file}:${row}`);
        if (json === undefined) answer.reject(new Error(`\`${path}\` has no result in row ${row}`));
        else answer.resolve(resultEntrySchema.parse(JSON.parse(json)));
      }
    }
  }
}

/** The range lets DuckDB pass over the row groups outside of it, which a list of rows does not. */
function rowsSql(path: string, file: number, requests: readonly Request[]): string {
  const rows = requests.map((request) => request.row);
  const first = rows.reduce((least, row) => Math.min(least, row));
  const last = rows.reduce((most, row) => Math.max(most, row));
  return `SELECT ${file}, file_row_number::INTEGER, ${entryJson} FROM read_parquet(${sqlText(path)})
    WHERE file_row_number BETWEEN ${first} AND ${last} AND file_row_number IN (${rows.join(', ')})`;
}

/** One text a row: reading fifteen columns into JavaScript takes several times as long. */
const entryJson = `json_object(
  'kind', kind, 'at', "at", 'ordinal', ordinal, 'shardKey', shard_key, 'stage', stage, 'step', step,
  'fingerprint', lower(hex(fingerprint)), 'inputSha256', lower(hex(input_sha256)),
  'configSha256', lower(hex(config_sha256)), 'outcome', outcome, 'reason', reason, 'detail', detail,
  'value', "value"::JSON, 'meta', meta::JSON, 'fromRun', from_run)::VARCHAR`;
