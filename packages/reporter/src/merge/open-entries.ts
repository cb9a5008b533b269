import { segmentColumns, sqlFiles, sqlName, type Database } from '@sluice/core';

/**
 * Makes the view `entries`: all results and records of the run's segments that stand, with the segment's
 * columns and `shard`; and the table `parked`: what each record that was left for later waited for last. Within a shard the newest `seq` stands per fingerprint and per ordinal; an entry
 * that was sealed twice, because a crash came between sealing and deleting the journal, counts once.
 *
 * Attempts are left out: they matter only to a shard that goes on.
 */
export async function openEntries(db: Database, files: readonly string[]): Promise<void> {
  await db.run(`CREATE TEMP VIEW lines AS ${files.length === 0 ? noEntries() : allOf(files)}`);
  await db.run(`CREATE TEMP VIEW segments AS FROM lines WHERE kind IN ('result', 'record')`);
  await db.run(`CREATE TEMP TABLE parked AS ${PARKED}`);
  await db.run(`CREATE TEMP TABLE repeated AS ${REPEATED}`);
  const [found] = await db.rows<{ isAny: boolean }>('SELECT count(*) > 0 AS "isAny" FROM repeated');
  const isAny = found?.isAny === true;
  if (isAny) await db.run(`CREATE TEMP TABLE superseded AS ${SUPERSEDED}`);
  await db.run(`CREATE TEMP VIEW entries AS FROM segments ${isAny ? WITHOUT_SUPERSEDED : ''}`);
}

/** The shard's number comes from its folder's name, which is constant for each file and so costs nothing. */
function allOf(files: readonly string[]): string {
  return `
    SELECT *, regexp_extract(filename, 'shard-(\\d+)-of-\\d+[/\\\\][^/\\\\]+$', 1)::INTEGER AS shard
    FROM read_parquet(${sqlFiles(files)}, filename = true, file_row_number = true)`;
}

const PARKED = `
  SELECT ordinal, arg_max(reason, seq) AS reason FROM lines WHERE kind = 'parked' GROUP BY ordinal`;

function noEntries(): string {
  const columns = Object.entries({
    ...segmentColumns,
    filename: 'VARCHAR',
    file_row_number: 'BIGINT',
    shard: 'INTEGER',
  });
  const nulls = columns.map(([name, type]) => `NULL::${type} AS ${sqlName(name)}`);
  return `SELECT ${nulls.join(', ')} WHERE false`;
}

/** What two entries of one shard share when the newer one replaces the older. */
const IDENTIFIED = `
  SELECT shard, kind, coalesce(fp_hi, 0) AS hi, coalesce(fp_lo, 0) AS lo,
    CASE kind WHEN 'record' THEN ordinal ELSE -1 END AS record, seq, filename, file_row_number
  FROM segments`;
const IDENTITY = 'shard, kind, hi, lo, record';

/**
 * Hashes of identities that occur more than once. Repeats are rare, so they are first looked for in a few
 * narrow columns, and only what is found there is ranked. A window over all rows would cost more than
 * writing the ledger.
 */
const REPEATED = `
  SELECT hash(${IDENTITY}) AS identity FROM (${IDENTIFIED}) GROUP BY identity HAVING count(*) > 1`;

const SUPERSEDED = `
  WITH ranked AS (
    SELECT filename, file_row_number, row_number() OVER (
      PARTITION BY ${IDENTITY} ORDER BY seq DESC, filename DESC, file_row_number DESC
    ) AS age
    FROM (${IDENTIFIED}) i SEMI JOIN repeated r ON hash(${IDENTITY}) = r.identity
  )
  SELECT filename, file_row_number FROM ranked WHERE age > 1`;

const WITHOUT_SUPERSEDED = 'ANTI JOIN superseded USING (filename, file_row_number)';
