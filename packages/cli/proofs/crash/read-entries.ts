import { basename } from 'node:path';
import { listRuns, openDuckDB, readLedger, runFolder, shardFolders } from '@sluice/core';

/** A result or record as it stands in the files of a run's shards. */
export interface StoredEntry {
  readonly run: string;
  /** Folder of the shard. */
  readonly shard: string;
  readonly kind: 'result' | 'record';
  /** What the entry is about: a fingerprint with its step, or a record's ordinal. */
  readonly subject: string;
  readonly at: string;
  /** Whether an earlier run did the work. */
  readonly isInherited: boolean;
}

/**
 * Reads every result and record of all runs off the disk, as any process could at this moment: sealed
 * files as they are, and of journals the intact lines. Nothing is deduplicated.
 */
export async function readEntries(root: string): Promise<StoredEntry[]> {
  const database = await openDuckDB();
  try {
    const entries: StoredEntry[] = [];
    for (const manifest of await listRuns(root)) {
      const folders = shardFolders(runFolder(root, manifest.runId), manifest);
      for (const folder of folders) {
        const rows = await readLedger(folder, (relation) =>
          database.rows<Omit<StoredEntry, 'run' | 'shard'>>(entriesSql(relation)),
        );
        const place = { run: manifest.runId, shard: basename(folder) };
        entries.push(...rows.map((row) => ({ ...row, ...place })));
      }
    }
    return entries;
  } finally {
    database.close();
  }
}

function entriesSql(relation: string): string {
  return `
    SELECT kind, "at", from_run IS NOT NULL AS "isInherited",
      CASE kind WHEN 'record' THEN ordinal::VARCHAR
        ELSE concat_ws(' ', stage, step, hex(fingerprint)) END AS subject
    FROM ${relation} WHERE kind IN ('result', 'record')`;
}
