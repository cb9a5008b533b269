import { openDuckDB, sqlText, type Database } from '../duckdb.ts';
import type { RecordStatus } from '../model/ledger-entry.ts';
import { parseLine } from './journal-line.ts';
import { streamNumberRows } from './number-rows.ts';
import { scanJournal } from './scan-journal.ts';
import { sealedSql } from './segment-sql.ts';
import { SettledTally } from './settled-tally.ts';

/**
 * Reads how each record ended last. A million records take a second or two and a few megabytes:
 * the database sends two small integers a record, in order, and keeps nothing.
 *
 * @param sealed - sealed files, the oldest first
 * @param journals - journals that are not sealed, the oldest first
 */
export async function readSettledRecords(
  sealed: readonly string[],
  journals: readonly string[],
): Promise<SettledTally> {
  const tally = new SettledTally();
  if (sealed.length > 0) await readSealed(tally, sealed);
  for (const journal of journals) await readJournal(tally, journal);
  return tally;
}

async function readSealed(tally: SettledTally, files: readonly string[]): Promise<void> {
  const database = await openDuckDB(':memory:', { threads: 1 });
  try {
    // The newest entry of a record counts, so the order of appending has to be kept.
    await database.run('SET preserve_insertion_order = true');
    const codes = await endingCodes(database, tally, files);
    if (codes === null) return;
    const sql = `SELECT ordinal::UINTEGER, map_extract_value(${codes}, ${endingSql})::UINTEGER
      FROM ${sealedSql(files)} WHERE kind = 'record'`;
    await streamNumberRows(database, sql, (row) => tally.set(row[0] ?? 0, row[1] ?? 0));
  } finally {
    database.close();
  }
}

/** A map literal from the endings that occur, which are few, to their codes. */
async function endingCodes(
  database: Database,
  tally: SettledTally,
  files: readonly string[],
): Promise<string | null> {
  const endings = await database.rows<{ key: string; status: RecordStatus; reason: string | null }>(
    `SELECT DISTINCT ${endingSql} AS key, status, reason
     FROM ${sealedSql(files)} WHERE kind = 'record'`,
  );
  const codes = endings.map(
    ({ key, status, reason }) => `${sqlText(key)}: ${tally.codeOf(status, reason)}`,
  );
  return codes.length === 0 ? null : `MAP {${codes.join(', ')}}`;
}

const endingSql = `concat(status, ':', reason)`;

async function readJournal(tally: SettledTally, path: string): Promise<void> {
  await scanJournal(path, (line) => {
    const parsed = parseLine(line);
    if (parsed.kind === 'entry' && parsed.entry.kind === 'record') {
      const { ordinal, status, reason } = parsed.entry;
      tally.set(ordinal, tally.codeOf(status, reason));
    }
    return true;
  });
}
