import { sqlName } from '../duckdb.ts';
import { type Dataset, sourceColumns } from './dataset.ts';
import { type KeyChoice, keyText } from './resolve-key.ts';

/** Hexadecimal digits of a key made of a row's content: 128 bits never meet by chance. */
const contentKeyDigits = 32;

const repeatsTable = 'repeats';

const { ordinal } = sourceColumns;

export interface KeyedRelation {
  /** `sluice_key`, then the columns of `Dataset.relation`. */
  readonly relation: string;
  /** False where rows do not come in their order. */
  readonly isOrdered: boolean;
}

/** Gives every row its key. */
export async function keyedRelation(
  dataset: Dataset,
  { column }: KeyChoice,
): Promise<KeyedRelation> {
  if (column !== null) {
    const relation = `(SELECT ${keyText(column)} AS sluice_key, * FROM ${dataset.relation})`;
    return { relation, isOrdered: true };
  }
  const hashed = hashedRelation(dataset);
  const repeats = await createRepeats(dataset, hashed);
  if (repeats === 0) {
    const relation = `(SELECT sluice_hash AS sluice_key, * FROM ${hashed})`;
    return { relation, isOrdered: true };
  }
  const relation = `(
    SELECT sluice_hash || coalesce('-' || sluice_nth, '') AS sluice_key, *
    FROM ${hashed} LEFT JOIN ${repeatsTable} USING (${ordinal}))`;
  return { relation, isOrdered: false };
}

function hashedRelation({ relation, columns }: Dataset): string {
  const cells = columns.map(({ name }) => `CAST(${sqlName(name)} AS VARCHAR)`).join(', ');
  const hash = `left(sha256(to_json([${cells}])::VARCHAR), ${contentKeyDigits})`;
  return `(SELECT ${hash} AS sluice_hash, * FROM ${relation})`;
}

// Equal rows have equal content; what tells them apart is how many of them came before.
async function createRepeats({ database }: Dataset, hashed: string): Promise<number> {
  await database.run(
    `CREATE OR REPLACE TABLE ${repeatsTable} AS
     SELECT ${ordinal}, sluice_nth FROM (
       SELECT ${ordinal}, row_number() OVER (PARTITION BY sluice_hash ORDER BY ${ordinal}) AS sluice_nth
       FROM ${hashed}
       WHERE sluice_hash IN (SELECT sluice_hash FROM ${hashed} GROUP BY sluice_hash HAVING count(*) > 1))
     WHERE sluice_nth > 1`,
  );
  const [count] = await database.rows<{ repeats: number }>(
    `SELECT count(*)::INTEGER AS repeats FROM ${repeatsTable}`,
  );
  return count?.repeats ?? 0;
}
