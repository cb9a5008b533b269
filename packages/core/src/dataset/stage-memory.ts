import type { Database } from '../duckdb.ts';

const baseMegabytes = 128;
/** DuckDB holds 2,048 rows of each column in about ten places while it reads, hashes and writes them. */
const megabytesPerColumn = 0.4;
/** Of these rows' text, at most: longer rows come in smaller pieces. */
const maxTextMegabytes = 384;

/**
 * Gives a dataset's database the memory that such rows take, however many there are: as little as will do, so
 * that it stays flat. What does not fit spills.
 *
 * @param columns - how many there are
 * @param rowBytes - of a row in the file, on average; 0 while it is not known
 */
export async function setStageMemory(
  database: Database,
  columns: number,
  rowBytes = 0,
): Promise<void> {
  const textMegabytes = Math.min(maxTextMegabytes, (2_048 * rowBytes) / 1e6);
  const megabytes = Math.ceil(baseMegabytes + megabytesPerColumn * columns + textMegabytes);
  await database.run(`SET memory_limit = '${megabytes}MB'`);
}
