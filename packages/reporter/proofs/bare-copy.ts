import { join } from 'node:path';
import { openDuckDB, sqlFiles, sqlText, type Database } from '@sluice/core';
import type { SyntheticRun } from './synthetic-run.ts';

/**
 * What somebody would type into DuckDB to get the same files from the same inputs: one `COPY` each for
 * the ledger, the results as Parquet and as CSV, and the evidence, with the same columns, in the same order
 * and formats. It takes for granted that each row's results are its own and come from two stages whose names
 * it knows; it neither accounts for rows, nor removes superseded entries, nor checks which evidence stands,
 * nor makes anything durable.
 */
export async function bareCopy(
  run: SyntheticRun,
  segments: readonly string[],
  out: string,
): Promise<void> {
  const db = await openDuckDB(':memory:', { memoryLimit: '2GB', tempFolder: join(out, 'spill') });
  try {
    await copyAll(db, run, segments, out);
  } finally {
    db.close();
  }
}

async function copyAll(
  db: Database,
  { folder, manifest }: SyntheticRun,
  segments: readonly string[],
  out: string,
): Promise<void> {
  const entries = `read_parquet(${sqlFiles(segments)})`;
  const parquet = '(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 30720)';
  const target = (name: string) => sqlText(join(out, name));
  const results = `
    SELECT r.id, r.name, r.website, r.town,
      unnest(json_transform(e."columns", '{"phone":"VARCHAR","phones":["VARCHAR"],"email":"VARCHAR",
        "company_name":"VARCHAR","description":"VARCHAR"}')), e.status, e.reason
    FROM read_parquet(${sqlText(folder.rows)}) r
    LEFT JOIN (SELECT * FROM ${entries} WHERE kind = 'record') e ON e.ordinal = r.sluice_ordinal
    ORDER BY r.sluice_ordinal`;
  await db.run(
    `COPY (FROM ${entries} ORDER BY ordinal, seq) TO ${target('ledger.parquet')} ${parquet}`,
  );
  await db.run(`COPY (${results}) TO ${target('results.parquet')} ${parquet}`);
  await db.run(`
    COPY (SELECT * REPLACE (to_json(phones) AS phones) FROM (${results}))
    TO ${target('results.csv')} (FORMAT csv, HEADER)`);
  await db.run(`
    COPY (
      SELECT e.ordinal, r.sluice_key AS key, unnest(json_transform(e.value, '{"evidence":[{"column":"VARCHAR",
        "index":"BIGINT","value":"VARCHAR","url":"VARCHAR","sha256":"VARCHAR","charset":"VARCHAR",
        "quote":"VARCHAR","start":"BIGINT","end":"BIGINT","in":"VARCHAR","method":"VARCHAR",
        "confidence":"DOUBLE","detail":"VARCHAR"}]}').evidence, recursive := true),
        e.stage, ${sqlText(manifest.runId)} AS run, v."at" AS fetched_at
      FROM (SELECT * FROM ${entries} WHERE kind = 'result' AND stage = 'rules') e
      JOIN (SELECT ordinal, "at" FROM ${entries} WHERE kind = 'result' AND stage = 'crawl') v USING (ordinal)
      JOIN read_parquet(${sqlText(folder.rows)}) r ON r.sluice_ordinal = e.ordinal
      ORDER BY e.ordinal
    ) TO ${target('evidence.parquet')} ${parquet}`);
}
