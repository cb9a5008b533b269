import { listRuns, openDuckDB, readLedger, runFolder, shardFolders } from '@sluice/core';

/** The numbers of the calls whose answers are in the ledgers of a state folder, as any process sees them now. */
export async function readKeptCalls(root: string): Promise<Set<number>> {
  const database = await openDuckDB();
  try {
    const kept = new Set<number>();
    for (const manifest of await listRuns(root)) {
      const folders = shardFolders(runFolder(root, manifest.runId), manifest);
      const rows = await readLedger(folders, (relation) =>
        database.rows<{ id: string }>(
          `SELECT json_extract_string(value, '$.body.id') AS id FROM ${relation}
           WHERE kind = 'result' AND step = 'answer'`,
        ),
      );
      for (const { id } of rows) kept.add(Number(id.replace('chatcmpl-', '')));
    }
    return kept;
  } finally {
    database.close();
  }
}
