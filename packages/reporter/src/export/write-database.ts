import { formatCount, sqlText, type Database } from '@sluice/core';
import { FormatRefusal } from './format-refusal.ts';

/**
 * Rows up to which a database is written. Filling one takes a fifth of a merge, and past this size
 * DuckDB answers as fast from the Parquet files.
 */
const MAX_DATABASE_ROWS = 250_000;

/**
 * Writes a DuckDB file with the tables `results`, `evidence` and `errors`. They are tables and not views
 * over the Parquet files, so that the file can be moved or sent alone.
 *
 * @throws FormatRefusal when there are more than `MAX_DATABASE_ROWS` results, or a column of the dataset is of a
 * type that Parquet has and tables have not
 */
export async function writeDatabase(
  db: Database,
  path: string,
  parquet: { readonly results: string; readonly evidence: string },
): Promise<void> {
  const results = `read_parquet(${sqlText(parquet.results)})`;
  const [size] = await db.rows<{ rows: bigint }>(`SELECT count(*) AS rows FROM ${results}`);
  if (Number(size?.rows) > MAX_DATABASE_ROWS) {
    throw new FormatRefusal(
      `above ${formatCount(MAX_DATABASE_ROWS)} rows, query the Parquet files: duckdb -c "FROM 'results.parquet'"`,
    );
  }
  await db.run(`ATTACH ${sqlText(path)} AS exported (STORAGE_VERSION 'latest')`);
  try {
    await db.run(`CREATE TABLE exported.results AS FROM ${results}`).catch(refuseUnnamed);
    await db.run(
      `CREATE TABLE exported.evidence AS FROM read_parquet(${sqlText(parquet.evidence)})`,
    );
    await db.run(
      'CREATE TABLE exported.errors AS SELECT * EXCLUDE (ordinal, label) FROM troubles ORDER BY ordinal',
    );
  } finally {
    await db.run('DETACH exported');
  }
}

/** Structs whose fields have no names, which DuckDB itself makes with `row()` and unions. */
function refuseUnnamed(error: unknown): never {
  if (!(error instanceof Error && /unnamed struct/i.test(error.message))) throw error;
  throw new FormatRefusal(
    `a column of the dataset holds structs whose fields have no names, and a table cannot: query the Parquet files`,
  );
}
