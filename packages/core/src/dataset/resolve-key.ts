import { sqlName, sqlText } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import type { Manifest } from '../model/manifest.ts';
import { type Dataset, sourceColumns } from './dataset.ts';
import { rowPlace } from './table.ts';

/** How keys are made; `column` is null for `content`. */
export type KeyChoice = Manifest['dataset']['key'];

/** How many rows a message names. */
const namedRows = 3;

/**
 * Decides what identifies a row across runs: the column of `--key`, else a column `id` in any case that
 * has a value in every row and none twice, else the row's content.
 *
 * @param wanted - the column of `--key`, or null
 * @throws UsageError when the wanted column is missing, or has an empty value or one twice
 */
export async function resolveKey(dataset: Dataset, wanted: string | null): Promise<KeyChoice> {
  if (wanted !== null) return { kind: 'column', column: await requireKey(dataset, wanted) };
  const id = findColumn(dataset, 'id');
  if (id === undefined || !(await isKey(dataset, id))) return { kind: 'content', column: null };
  return { kind: 'id', column: id };
}

/** The SQL of a key that stands in a column: its text without the blanks around it, null where empty. */
export function keyText(column: string): string {
  return `nullif(trim(CAST(${sqlName(column)} AS VARCHAR)), '')`;
}

async function requireKey(dataset: Dataset, wanted: string): Promise<string> {
  const column = findColumn(dataset, wanted);
  if (column === undefined) throw unknownKey(dataset, wanted);
  const empty = await findRows(dataset, `${keyText(column)} IS NULL`);
  if (empty.length > 0) throw emptyKey(column, empty);
  const repeated = await findRepeated(dataset, column);
  if (repeated !== null) throw repeatedKey(column, repeated);
  return column;
}

function findColumn({ columns }: Dataset, wanted: string): string | undefined {
  const names = columns.map(({ name }) => name);
  const folded = wanted.trim().toLowerCase();
  return (
    names.find((name) => name === wanted) ??
    names.find((name) => name.trim().toLowerCase() === folded)
  );
}

async function isKey({ database, relation }: Dataset, column: string): Promise<boolean> {
  const [found] = await database.rows<{ isKey: boolean }>(
    `SELECT count(*) = count(key) AND count(*) = count(DISTINCT key) AS "isKey"
     FROM (SELECT ${keyText(column)} AS key FROM ${relation})`,
  );
  return found?.isKey === true;
}

interface FoundRow {
  readonly ordinal: bigint;
  readonly line: number | null;
}

function findRows({ database, relation }: Dataset, condition: string): Promise<FoundRow[]> {
  return database.rows<FoundRow>(
    `SELECT ${sourceColumns.ordinal} AS ordinal, ${sourceColumns.line} AS line FROM ${relation}
     WHERE ${condition} ORDER BY ordinal LIMIT ${namedRows}`,
  );
}

interface RepeatedKey {
  readonly value: string;
  readonly rows: readonly FoundRow[];
}

async function findRepeated(dataset: Dataset, column: string): Promise<RepeatedKey | null> {
  const key = keyText(column);
  const [first] = await dataset.database.rows<{ value: string }>(
    `SELECT ${key} AS value FROM ${dataset.relation} GROUP BY value HAVING count(*) > 1
     ORDER BY min(${sourceColumns.ordinal}) LIMIT 1`,
  );
  if (first === undefined) return null;
  return { value: first.value, rows: await findRows(dataset, `${key} = ${sqlText(first.value)}`) };
}

function unknownKey({ path, columns }: Dataset, wanted: string): UsageError {
  const names = columns.map(({ name }) => `\`${name}\``).join(', ');
  return new UsageError(
    `\`${path}\` has no column \`${wanted}\` for \`--key\`. It has ${names}: name one of these, or ` +
      'leave `--key` out.',
  );
}

function emptyKey(column: string, rows: readonly FoundRow[]): UsageError {
  return new UsageError(
    `The key column \`${column}\` has no value in ${places(rows)}. Fill it in, name another ` +
      'column with `--key`, or leave `--key` out.',
  );
}

function repeatedKey(column: string, { value, rows }: RepeatedKey): UsageError {
  return new UsageError(
    `The key column \`${column}\` has \`${value.slice(0, 200)}\` more than once, in ` +
      `${places(rows)}. Name a column with \`--key\` that tells rows apart, or leave it out.`,
  );
}

function places(rows: readonly FoundRow[]): string {
  const named = rows.map(({ ordinal, line }) => rowPlace(Number(ordinal) + 1, line));
  return rows.length < namedRows ? named.join(' and ') : `${named.join(', ')} and perhaps more`;
}
