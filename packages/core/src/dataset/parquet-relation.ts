import { type Database, sqlName, sqlText } from '../duckdb.ts';
import { UsageError } from '../errors.ts';
import { nulByte, oversizedCell } from './check-cell.ts';
import { checkColumns } from './check-columns.ts';
import { type DatasetColumn, sourceColumns } from './dataset.ts';
import { setStageMemory } from './stage-memory.ts';
import { type CellLimits, rowPlace } from './table.ts';

/** DuckDB's own name for the position of a row in its file. */
const rowNumber = 'file_row_number';

/**
 * Opens a Parquet file where it lies, in its own types. Every page is read once, so that damage shows now.
 *
 * @throws UsageError when it is damaged, or a column or a cell cannot be taken
 */
export async function openParquet(database: Database, path: string, { maxCellBytes }: CellLimits) {
  const file = sqlText(path.replaceAll(/[[*?]/g, '[$&]'));
  try {
    checkColumns(path, await topLevelNames(database, file));
    const columns = await describe(database, file);
    await setStageMemory(database, columns.length);
    const names = columns.map(({ name }) => sqlName(name)).join(', ');
    const { ordinal, line } = sourceColumns;
    const relation = `(SELECT ${rowNumber} AS ${ordinal}, CAST(NULL AS INTEGER) AS ${line}, ${names}
      FROM read_parquet(${file}, ${rowNumber} = true))`;
    const { rows, oversized, withNul } = await scan(database, relation, columns, maxCellBytes);
    if (withNul !== null) throw nulByte(rowPlace(Number(withNul) + 1, null));
    if (oversized !== null)
      throw oversizedCell(maxCellBytes, rowPlace(Number(oversized) + 1, null));
    return { columns, rows: Number(rows), relation, remarks: [] };
  } catch (error) {
    throw error instanceof UsageError ? error : damaged(path, error);
  }
}

// The schema lists columns depth first, each followed by what it is made of. DuckDB would rename one
// of two columns of the same name, so the names come from here.
async function topLevelNames(database: Database, file: string): Promise<readonly string[]> {
  const nodes = await database.rows<{ name: string; children: number }>(
    `SELECT name, coalesce(num_children, 0)::INTEGER AS children FROM parquet_schema(${file})`,
  );
  const names: string[] = [];
  let inside = 0;
  for (const { name, children } of nodes.slice(1)) {
    if (inside === 0) names.push(name);
    else inside -= 1;
    inside += children;
  }
  return names;
}

async function describe(database: Database, file: string): Promise<readonly DatasetColumn[]> {
  const columns = await database.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM read_parquet(${file})`,
  );
  return columns.map(({ column_name, column_type }) => ({ name: column_name, type: column_type }));
}

async function scan(
  database: Database,
  relation: string,
  columns: readonly DatasetColumn[],
  maxCellBytes: number,
): Promise<ScannedRows> {
  const lengths = columns.flatMap(byteLength).map((length) => `${length} > ${maxCellBytes}`);
  const nuls = columns
    .filter(({ type }) => type === 'VARCHAR')
    .map(({ name }) => `contains(${sqlName(name)}, chr(0))`);
  const reads = columns.map(({ name }) => `count(${sqlName(name)})`);
  const [result] = await database.rows<ScannedRows>(
    `SELECT count(*) AS rows, ${firstWhere(lengths)} AS oversized, ${firstWhere(nuls)} AS "withNul",
      ${reads.join(', ')} FROM ${relation}`,
  );
  return result ?? { rows: 0n, oversized: null, withNul: null };
}

/** How many rows there are, and the ordinals of the first that cannot be taken. */
interface ScannedRows {
  readonly rows: bigint;
  readonly oversized: bigint | null;
  readonly withNul: bigint | null;
}

function firstWhere(conditions: readonly string[]): string {
  const isMet = conditions.length === 0 ? 'false' : conditions.join(' OR ');
  return `min(${sourceColumns.ordinal}) FILTER (WHERE ${isMet})`;
}

function byteLength({ name, type }: DatasetColumn): readonly string[] {
  if (type === 'VARCHAR' || type === 'JSON') return [`strlen(${sqlName(name)})`];
  if (type === 'BLOB') return [`octet_length(${sqlName(name)})`];
  const isNested = type.endsWith(']') || type.includes('(');
  return isNested ? [`strlen(CAST(${sqlName(name)} AS VARCHAR))`] : [];
}

function damaged(path: string, error: unknown): UsageError {
  const [reason] = String(error instanceof Error ? error.message : error).split('\n');
  return new UsageError(
    `The dataset \`${path}\` is not a Parquet file that can be read: ${reason}. Export it again.`,
    { cause: error },
  );
}
