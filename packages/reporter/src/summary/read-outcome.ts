import { sqlName, sqlText, type ColumnType, type Database } from '@sluice/core';
import type { OutputResultColumn, ResultColumns } from '../merge/result-columns.ts';
import type { ColumnSummary, RunSummary } from './run-summary.ts';

export interface StatusCount {
  readonly status: keyof Omit<RunSummary['rows'], 'input'>;
  readonly reason: string | null;
  readonly rows: number;
}

/** Counts the rows of the results by status and reason. */
export async function readStatuses(
  db: Database,
  results: string,
  { status, reason }: ResultColumns,
): Promise<StatusCount[]> {
  return db.rows<StatusCount>(`
    SELECT ${sqlName(status)} AS status, ${sqlName(reason)} AS reason, count(*)::DOUBLE AS rows
    FROM read_parquet(${sqlText(results)}) GROUP BY ALL ORDER BY rows DESC, status, reason`);
}

/** Counts, for each output column, the processed rows that have a value. */
export async function readFilled(
  db: Database,
  results: string,
  columns: ResultColumns,
): Promise<number[]> {
  return readNumbers(db, results, columns, (column) => `count_if(${hasValue(column)})`);
}

/** A column has few values where it has at most so many, and each so often on average. */
const FEW_VALUES = 6;
const MIN_RECURRENCE = 3;
const VALUE_CELL = 60;

/**
 * Counts the values of the text columns in which a few recur, such as a status; of the others, nothing.
 *
 * @param filled - as `readFilled` counted them
 * @returns by output column in order, the most frequent value first
 */
export async function readValues(
  db: Database,
  results: string,
  columns: ResultColumns,
  filled: readonly number[],
): Promise<ColumnSummary['values'][]> {
  const { outputs } = columns;
  const counted: ColumnSummary['values'][] = outputs.map(() => []);
  const distinct = await readDistinct(db, results, columns);
  for (const [index, column] of outputs.entries()) {
    const values = distinct[index] ?? 0;
    const isFew = values > 0 && values <= FEW_VALUES;
    if (!isFew || (filled[index] ?? 0) < values * MIN_RECURRENCE) continue;
    counted[index] = await db.rows(`
      SELECT left(${sqlName(column.name)}, ${VALUE_CELL}) AS value, count(*)::DOUBLE AS rows
      FROM ${processedRows(results, columns)} AND ${hasValue(column)}
      GROUP BY ALL ORDER BY rows DESC, value`);
  }
  return counted;
}

/** How many values a text column has, roughly where they are many; of others, 0. */
async function readDistinct(
  db: Database,
  results: string,
  columns: ResultColumns,
): Promise<number[]> {
  return readNumbers(db, results, columns, ({ name, type }) => {
    const value = type === 'text' ? `nullif(${sqlName(name)}, '')` : 'NULL';
    return `approx_count_distinct(${value})`;
  });
}

/** One number for each output column over the processed rows, in order. */
async function readNumbers(
  db: Database,
  results: string,
  columns: ResultColumns,
  aggregateSql: (column: OutputResultColumn) => string,
): Promise<number[]> {
  const { outputs } = columns;
  if (outputs.length === 0) return [];
  const numbers = outputs.map((column, index) => `${aggregateSql(column)}::DOUBLE AS "${index}"`);
  const [row] = await db.rows<Record<string, number>>(
    `SELECT ${numbers.join(', ')} FROM ${processedRows(results, columns)}`,
  );
  return outputs.map((_, index) => row?.[index] ?? 0);
}

function processedRows(results: string, { status }: ResultColumns): string {
  return `read_parquet(${sqlText(results)}) WHERE ${sqlName(status)} NOT IN ('skipped', 'pending')`;
}

function hasValue({ name, type }: OutputResultColumn): string {
  return `(${sqlName(name)} IS NOT NULL AND ${IS_FILLED[type](sqlName(name))})`;
}

const IS_FILLED: Record<ColumnType, (column: string) => string> = {
  text: (column) => `${column} <> ''`,
  number: () => 'true',
  list: (column) => `len(${column}) > 0`,
  json: (column) => `${column}::VARCHAR NOT IN ('null', '[]', '{}', '""')`,
};

/** Rows to show, input and output columns beside each other, characters in a cell. */
const SAMPLE_ROWS = 10;
const SAMPLE_INPUTS = 2;
const SAMPLE_OUTPUTS = 5;
const SAMPLE_CELL = 120;
/** The sample is taken from the first finished rows, so that it costs the same whatever the rows. */
const SAMPLE_POOL = 1_000;

/**
 * Picks the fullest of the first finished rows, in dataset order, with the first mapped input columns and
 * the first output columns that have values, as a recipe names the important ones first.
 */
export async function readSample(
  db: Database,
  results: string,
  columns: ResultColumns,
  inputs: readonly string[],
  filled: readonly number[],
): Promise<RunSummary['sample']> {
  const outputs = sampleOutputs(columns.outputs, filled);
  const names = [...inputs.slice(0, SAMPLE_INPUTS), ...outputs.map(({ name }) => name)];
  if (names.length === 0) return { columns: [], rows: [] };
  const fullness = outputs.map((column) => `${hasValue(column)}::INTEGER`).join(' + ') || '0';
  const cells = names.map((name) => `left(${sqlName(name)}::VARCHAR, ${SAMPLE_CELL})`);
  const rows = await db.rows<{ row: number; cells: (string | null)[] }>(`
    WITH pool AS (
      SELECT *, file_row_number AS position, ${fullness} AS fullness
      FROM read_parquet(${sqlText(results)}, file_row_number = true)
      WHERE ${sqlName(columns.status)} IN ('complete', 'partial') LIMIT ${SAMPLE_POOL}
    ), picked AS (FROM pool ORDER BY fullness DESC, position LIMIT ${SAMPLE_ROWS})
    SELECT (position + 1)::DOUBLE AS row, [${cells.join(', ')}] AS cells FROM picked ORDER BY position`);
  return { columns: names, rows };
}

/** Plain values read best in a table; lists and objects are shown where there is nothing else. */
function sampleOutputs(
  outputs: readonly OutputResultColumn[],
  filled: readonly number[],
): OutputResultColumn[] {
  const withValues = outputs.filter((_, index) => (filled[index] ?? 0) > 0);
  const plain = withValues.filter(({ type }) => type === 'text' || type === 'number');
  return (plain.length > 0 ? plain : withValues).slice(0, SAMPLE_OUTPUTS);
}
