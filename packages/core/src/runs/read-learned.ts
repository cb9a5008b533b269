import { existsSync } from 'node:fs';
import { openDuckDB, sqlFiles } from '../duckdb.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * What the results of a finished or prepared run say under `learned` in their `meta`, for the manifest of
 * the run that is based on it.
 *
 * @returns sorted, each once; empty without a `ledger.parquet`
 */
export async function readLearned({ ledger }: RunFolder): Promise<string[]> {
  if (!existsSync(ledger)) return [];
  using database = await openDuckDB();
  const rows = await database.rows<{ fact: string }>(`
    SELECT DISTINCT json_extract_string(meta, '$.learned') AS fact
    FROM read_parquet(${sqlFiles([ledger])})
    WHERE kind = 'result' AND step IS NULL AND contains(meta, '"learned"') AND fact IS NOT NULL
    ORDER BY fact`);
  return rows.map(({ fact }) => fact);
}
