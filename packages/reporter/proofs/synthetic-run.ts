import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openDuckDB,
  rowColumns,
  runFolder,
  segmentColumns,
  sqlName,
  sqlText,
  type Database,
  type Manifest,
  type RunFolder,
} from '@sluice/core';

export interface SyntheticRun {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
}

const SEGMENT_ENTRIES = 10_000;

/**
 * Writes a finished run of made-up companies: per record a crawl result, a result of rules with evidence
 * for two values, and the record's own entry, sealed as a shard seals them.
 */
export async function createSyntheticRun(
  root: string,
  { shards, rows }: { readonly shards: number; readonly rows: number },
): Promise<SyntheticRun> {
  const folder = runFolder(root, '20261122-100000-000000');
  await mkdir(folder.path, { recursive: true });
  const db = await openDuckDB();
  try {
    await db.run(`COPY (${rowsSql(rows, shards)}) TO ${sqlText(folder.rows)} (FORMAT parquet)`);
    const perShard = await db.rows<{ count: bigint }>(
      `SELECT count(*) AS count FROM ${sqlText(folder.rows)} GROUP BY sluice_shard ORDER BY sluice_shard`,
    );
    for (let shard = 1; shard <= shards; shard += 1) await sealShard(db, folder, shard, shards);
    return {
      folder,
      manifest: manifestOf(
        rows,
        perShard.map(({ count }) => Number(count)),
      ),
    };
  } finally {
    db.close();
  }
}

function rowsSql(rows: number, shards: number): string {
  return `
    SELECT i AS ${rowColumns.ordinal}, 'c' || i AS ${rowColumns.key},
      'site' || i || '.example' AS ${rowColumns.shardKey},
      (hash(i) % ${shards} + 1)::INTEGER AS ${rowColumns.shard},
      'c' || i AS id, 'Company ' || i AS name, 'https://site' || i || '.example' AS website,
      'Town ' || (i % 500) AS town
    FROM range(${rows}) t(i) ORDER BY i`;
}

async function sealShard(
  db: Database,
  folder: RunFolder,
  shard: number,
  count: number,
): Promise<void> {
  const path = folder.shard(shard, count);
  await mkdir(path);
  await db.run(`CREATE OR REPLACE TEMP TABLE records AS ${recordsSql(folder.rows, shard)}`);
  const columns = Object.entries(segmentColumns).map(([name, type]) => `${sqlName(name)} ${type}`);
  await db.run(`CREATE OR REPLACE TEMP TABLE sealed (${columns.join(', ')})`);
  for (const entries of [CRAWL_RESULTS, RULE_RESULTS, RECORDS])
    await db.run(`INSERT INTO sealed BY NAME ${entries}`);
  const [size] = await db.rows<{ entries: bigint }>('SELECT count(*) AS entries FROM sealed');
  for (let from = 0; from < Number(size!.entries); from += SEGMENT_ENTRIES) {
    const name = `sealed-${String(from / SEGMENT_ENTRIES + 1).padStart(6, '0')}.parquet`;
    await db.run(`COPY (FROM sealed ORDER BY seq LIMIT ${SEGMENT_ENTRIES} OFFSET ${from})
      TO ${sqlText(join(path, name))} (FORMAT parquet, COMPRESSION zstd)`);
  }
}

function recordsSql(rowsFile: string, shard: number): string {
  return `
    SELECT ${rowColumns.ordinal} AS ordinal, ${rowColumns.key} AS key, ${rowColumns.shardKey} AS host, name,
      website || '/' AS url, sha256('page' || ordinal) AS page, sha256('crawl' || ordinal) AS crawl,
      sha256('rules' || ordinal) AS rules, '+1202555' || lpad((ordinal % 10000)::VARCHAR, 4, '0') AS phone,
      'info@' || host AS email,
      'We make things of all kinds since 19' || (ordinal % 90) || ', for people in the town and beyond.' AS about,
      json_object('phone', phone, 'phones', [phone], 'email', email, 'company_name', name, 'description', about)
        AS found
    FROM ${sqlText(rowsFile)} WHERE ${rowColumns.shard} = ${shard}`;
}

const FINGERPRINTED = (column: string, stage: string) => `
  'result' AS kind, ordinal, host AS shard_key, '${stage}' AS stage, unhex(${column}) AS fingerprint,
  ('0x' || ${column}[1:16])::UBIGINT AS fp_hi, ('0x' || ${column}[17:32])::UBIGINT AS fp_lo,
  unhex(page) AS input_sha256, unhex(sha256('${stage}')) AS config_sha256, 'ok' AS outcome`;

const CRAWL_RESULTS = `
  SELECT ordinal * 3 AS seq, '2026-11-22T10:00:00.000Z' AS "at", ${FINGERPRINTED('crawl', 'crawl')},
    json_object('homeUrl', url, 'pages', [json_object('url', url, 'role', 'home', 'sha256', page,
      'charset', 'utf-8', 'bytes', 55123, 'archive', json_object('file', 'pages-000001.warc.gz',
      'offset', ordinal * 13000, 'length', 12311))], 'missed', []) AS value,
    json_object('host', host, 'elapsedMs', ordinal % 900 + 50, 'requests', 3, 'bytes', 165000, 'pages', 1) AS meta
  FROM records`;

const EVIDENCE = (column: string, method: string) => `
  json_object('column', '${column}', 'index', NULL, 'value', ${column}, 'url', url, 'sha256', page,
    'charset', 'utf-8', 'quote', ${column}, 'start', ordinal % 5000, 'end', ordinal % 5000 + length(${column}),
    'in', 'html', 'method', '${method}', 'confidence', 0.98)`;

const RULE_RESULTS = `
  SELECT ordinal * 3 + 1 AS seq, '2026-11-22T10:00:01.000Z' AS "at", ${FINGERPRINTED('rules', 'rules')},
    json_object('columns', found, 'evidence', [${EVIDENCE('phone', 'tel_link')}, ${EVIDENCE('email', 'mailto')}])
      AS value, json_object('elapsedMs', 2) AS meta
  FROM records`;

const RECORDS = `
  SELECT ordinal * 3 + 2 AS seq, '2026-11-22T10:' || lpad((ordinal // 20000 % 60)::VARCHAR, 2, '0') || ':02.000Z' AS "at",
    'record' AS kind, ordinal, key, 'complete' AS status, found AS "columns",
    '{"phone":"rules","phones":"rules","email":"rules","company_name":"rules","description":"rules"}' AS filled_by,
    json_array(json_object('stage', 'crawl', 'fingerprint', crawl),
      json_object('stage', 'rules', 'fingerprint', rules)) AS stages
  FROM records`;

function manifestOf(rows: number, perShard: readonly number[]): Manifest {
  const none = '0'.repeat(64);
  const text = (name: string) => ({ name, type: 'text' as const, description: `The ${name}` });
  return {
    version: 1,
    runId: '20261122-100000-000000',
    createdAt: '2026-11-22T10:00:00.000Z',
    name: 'synthetic',
    dataset: {
      path: '/synthetic.csv',
      sha256: none,
      rows,
      format: 'csv',
      columns: ['id', 'name', 'website', 'town'].map((name) => ({ name, type: 'VARCHAR' })),
      key: { kind: 'id', column: 'id' },
      inputs: { website: 'website', name: 'name' },
    },
    recipe: {
      name: 'company',
      file: null,
      fileSha256: null,
      columns: [
        text('phone'),
        { name: 'phones', type: 'list', description: 'All phones' },
        text('email'),
        text('company_name'),
        text('description'),
      ],
      stages: ['crawl', 'rules'].map((name) => ({ name, required: true, configSha256: none })),
    },
    shards: { count: perShard.length, rows: [...perShard] },
    basedOn: null,
    identity: none,
    versions: { sluice: '0.1.0', node: process.version, duckdb: '1.5.6' },
  };
}
