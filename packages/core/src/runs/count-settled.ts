import { openDuckDB } from '../duckdb.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import type { Manifest } from '../model/manifest.ts';
import type { RunFolder } from './run-folder.ts';
import { shardFolders } from './seal-run.ts';

/** Counts the finished records of a run, also while it goes on. */
export async function countSettled(folder: RunFolder, manifest: Manifest): Promise<number> {
  const count = async (entries: string): Promise<number> => {
    using database = await openDuckDB();
    const [row] = await database.rows<{ settled: bigint }>(
      `SELECT count(DISTINCT ordinal) AS settled FROM (${entries}) WHERE kind = 'record'`,
    );
    return Number(row?.settled ?? 0);
  };
  return readLedger(shardFolders(folder, manifest), count, ['record']);
}
