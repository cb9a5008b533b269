import {
  rowColumns,
  sqlFiles,
  sqlName,
  sqlText,
  type ColumnType,
  type Database,
} from '@sluice/core';
import type { ResultColumns } from './result-columns.ts';
import { WIDE_ROW_GROUP } from './write-ledger.ts';

export interface ResultsInput {
  /** The run's frozen rows. */
  readonly rowsFile: string;
  readonly columns: ResultColumns;
  /** SQL over `shard` that gives the reason of a row that has no record and waits for nothing. */
  readonly pendingReason: string;
}

/**
 * Writes the results as Parquet: all rows of the dataset in their order, with their columns unchanged.
 *
 * Rows and records are joined and sorted as JSON text, and only then taken apart into columns, in the
 * same pass that writes them: sorting one text is cheaper than sorting twenty lists.
 */
export async function writeResults(db: Database, path: string, input: ResultsInput): Promise<void> {
  const { inputs, outputs, status, reason } = input.columns;
  const shape = Object.fromEntries(outputs.map(({ source, type }) => [source, JSON_SHAPES[type]]));
  const select = [
    ...inputs.map(({ name }, index) => `i${index} AS ${sqlName(name)}`),
    ...outputs.map(({ name, source }) => `found.${sqlName(source)} AS ${sqlName(name)}`),
    `coalesce(status, 'pending') AS ${sqlName(status)}`,
    `CASE WHEN status IS NULL THEN coalesce(waits_for, ${input.pendingReason}) ELSE reason END AS ${sqlName(reason)}`,
  ];
  const found = outputs.length === 0 ? 'NULL' : `json_transform("columns", ${sqlJson(shape)})`;
  await db.run(`
    COPY (
      SELECT ${select.join(', ')}
      FROM (SELECT *, ${found} AS found FROM (${rowsWithRecords(input)}))
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${WIDE_ROW_GROUP})`);
}

function rowsWithRecords({ rowsFile, columns }: ResultsInput): string {
  const inputs = columns.inputs.map(({ name }, index) => `r.${sqlName(name)} AS i${index}`);
  return `
    SELECT ${[...inputs, `r.${rowColumns.shard} AS shard`].join(', ')}, e.status, e.reason, e."columns", p.reason AS waits_for
    FROM read_parquet(${sqlFiles([rowsFile])}) r
    LEFT JOIN (SELECT * FROM entries WHERE kind = 'record') e ON e.ordinal = r.${rowColumns.ordinal}
    LEFT JOIN parked p ON p.ordinal = r.${rowColumns.ordinal}
    ORDER BY r.${rowColumns.ordinal}`;
}

const JSON_SHAPES = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  list: ['VARCHAR'],
  json: 'JSON',
} satisfies Record<ColumnType, string | string[]>;

function sqlJson(value: unknown): string {
  return sqlText(JSON.stringify(value));
}
