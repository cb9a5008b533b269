import type { Database } from '../duckdb.ts';

const baseMegabytes = 128;
/** DuckDB holds 2,048 rows of each column in about ten places while it reads, hashes and writes them. */
const megabytesPerColumn = 0.4;

/**
 * Gives a dataset's database the memory that rows of so many columns take, however many rows there are: as
 * little as will do, so that it stays flat. What does not fit spills.
 */
export async function setStageMemory(database: Database, columns: number): Promise<void> {
  const megabytes = Math.ceil(baseMegabytes + megabytesPerColumn * columns);
  await database.run(`SET memory_limit = '${megabytes}MB'`);
}
