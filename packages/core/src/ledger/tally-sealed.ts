import { sqlText, type Database } from '../duckdb.ts';
import type { RecordStatus } from '../model/ledger-entry.ts';
import { streamNumberRows } from './number-rows.ts';
import { sealedSql } from './segment-sql.ts';
import type { SettledTally } from './settled-tally.ts';

/**
 * Notes how each record of sealed files ended last. A million records take a second or two and a few
 * megabytes: the database sends two small integers a record, in order, and keeps nothing.
 *
 * @param database - keeps the order of rows: the newest entry of a record counts
 * @param files - the oldest first
 */
export async function tallySealed(
  database: Database,
  tally: SettledTally,
  files: readonly string[],
): Promise<void> {
  if (files.length === 0) return;
  const codes = await endingCodes(database, tally, files);
  if (codes === null) return;
  const sql = `SELECT ordinal::UINTEGER, map_extract_value(${codes}, ${endingSql})::UINTEGER
    FROM ${sealedSql(files)} WHERE kind = 'record'`;
  await streamNumberRows(database, sql, (row) => tally.set(row[0] ?? 0, row[1] ?? 0));
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
