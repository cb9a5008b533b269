import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openDuckDB,
  rowColumns,
  runFolder,
  segmentColumns,
  sha256,
  sqlName,
  sqlText,
  type Database,
  type Evidence,
  type Json,
  type JsonObject,
  type Manifest,
  type RecordStatus,
  type RunFolder,
} from '@sluice/core';

/** What a stage of a fixture's record came to. */
interface FixtureStage {
  readonly stage: string;
  readonly outcome?: 'ok' | 'skipped' | 'failed';
  readonly reason?: string;
  readonly columns?: Readonly<Record<string, Json>>;
  readonly evidence?: readonly Evidence[];
  readonly meta?: JsonObject;
  /** Stands for the stage's input and configuration; equal text, equal fingerprint. */
  readonly input?: string;
  readonly config?: string;
  readonly fromRun?: string;
  readonly at?: string;
}

/** A finished record of a fixture. */
export interface FixtureRecord {
  readonly ordinal: number;
  readonly status?: RecordStatus;
  readonly reason?: string;
  readonly detail?: string;
  readonly at?: string;
  readonly stages: readonly FixtureStage[];
}

export interface FixtureOptions {
  readonly runId?: string;
  /** The dataset; all rows have the same columns. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** The shard of each row, from 1; shard 1 for all where absent. */
  readonly shardOf?: (ordinal: number) => number;
  readonly shards?: number;
  /** Shards that leave no folder. */
  readonly absentShards?: readonly number[];
  readonly columns?: Manifest['recipe']['columns'];
  readonly stages?: readonly string[];
  readonly inputs?: Readonly<Record<string, string>>;
  readonly basedOn?: string;
  readonly records: readonly FixtureRecord[];
}

export interface FixtureRun {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
}

const fixtureColumns: Manifest['recipe']['columns'] = [
  { name: 'phone', type: 'text', description: 'The best phone' },
  { name: 'phones', type: 'list', description: 'All phones' },
  { name: 'rating', type: 'number', description: 'Stars' },
  { name: 'socials', type: 'json', description: 'Profiles by network' },
];

/** Evidence for a value that a page states word for word. */
export function fixtureEvidence(
  column: string,
  value: string,
  url = 'https://a.example/',
): Evidence {
  return {
    column,
    index: null,
    value,
    url,
    sha256: sha256(url),
    charset: 'utf-8',
    quote: value,
    start: 10,
    end: 10 + value.length,
    in: 'html',
    method: 'text_pattern',
    confidence: 0.9,
  };
}

/** A dataset of so many made-up companies. */
export function companies(count: number): { id: string; name: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `c${index}`,
    name: `Company ${index}`,
  }));
}

/** A complete record: a page was fetched at nine o'clock, and a phone was found on it at ten. */
export function enrichedRecord(ordinal: number, phone: string): FixtureRecord {
  const meta = { host: `h${ordinal}.example`, elapsedMs: 10 };
  return {
    ordinal,
    stages: [
      { stage: 'crawl', at: '2026-11-22T09:00:00.000Z', meta },
      {
        stage: 'rules',
        input: `page ${ordinal}`,
        columns: { phone, phones: [phone], rating: 4.5, socials: { x: '@sluice' } },
        evidence: [fixtureEvidence('phone', phone)],
      },
    ],
  };
}

/** Writes a run as the engine leaves it once its journals are sealed, one segment per shard. */
export async function createFixtureRun(root: string, options: FixtureOptions): Promise<FixtureRun> {
  const folder = runFolder(root, options.runId ?? '20261122-100000-aaaaaa');
  await mkdir(folder.path, { recursive: true });
  const db = await openDuckDB();
  try {
    await writeRows(db, folder, options);
    for (const shard of presentShards(options)) {
      const entries = options.records
        .filter(({ ordinal }) => shardOf(options, ordinal) === shard)
        .flatMap((record) => entriesOf(record, options));
      await sealSegment(db, folder.shard(shard, options.shards ?? 1), 1, entries);
    }
  } finally {
    db.close();
  }
  return { folder, manifest: manifestOf(folder, options) };
}

/** Seals entries as a segment of a shard, numbered in order; `seq` counts on from a thousand times its number. */
export async function sealSegment(
  db: Database,
  shardFolder: string,
  number: number,
  entries: readonly object[],
): Promise<void> {
  await mkdir(shardFolder, { recursive: true });
  const name = `sealed-${String(number).padStart(6, '0')}`;
  const lines = entries.map((entry, index) =>
    JSON.stringify({ seq: number * 1000 + index, ...entry }),
  );
  const source = join(shardFolder, `${name}.ndjson`);
  await writeFile(source, lines.join('\n'));
  const blobs = new Set(['fingerprint', 'input_sha256', 'config_sha256']);
  const types = Object.entries(segmentColumns).map(
    ([column, type]) => `${sqlText(column)}: ${sqlText(type === 'BLOB' ? 'VARCHAR' : type)}`,
  );
  const select = Object.keys(segmentColumns).map((column) =>
    blobs.has(column) ? `unhex(${sqlName(column)}) AS ${sqlName(column)}` : sqlName(column),
  );
  const rows =
    lines.length === 0
      ? `SELECT ${Object.entries(segmentColumns)
          .map(([c, type]) => `NULL::${type} AS ${sqlName(c)}`)
          .join(', ')} WHERE false`
      : `SELECT ${select.join(', ')} FROM read_json(${sqlText(source)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
  await db.run(
    `COPY (${rows}) TO ${sqlText(join(shardFolder, `${name}.parquet`))} (FORMAT parquet)`,
  );
}

/** The ledger entries of a record: its stage results, then the record itself. */
export function entriesOf(record: FixtureRecord, options: Pick<FixtureOptions, 'rows'>): object[] {
  const key = keyOf(options, record.ordinal);
  const results = record.stages.map((stage) => resultEntry(record, stage));
  const columns: Record<string, Json> = {};
  const filledBy: Record<string, string> = {};
  for (const { stage, columns: found = {} } of record.stages) {
    Object.assign(columns, found);
    for (const column of Object.keys(found)) filledBy[column] = stage;
  }
  const stages = results.map(({ stage, fingerprint }) => ({ stage, fingerprint }));
  const { ordinal, status = 'complete', reason = null, detail = null } = record;
  return [
    ...results,
    {
      kind: 'record',
      at: record.at ?? '2026-11-22T10:00:02.000Z',
      ordinal,
      key,
      status,
      reason,
      detail,
      columns: JSON.stringify(columns),
      filled_by: JSON.stringify(filledBy),
      stages: JSON.stringify(stages),
    },
  ];
}

function resultEntry({ ordinal }: FixtureRecord, result: FixtureStage) {
  const { stage, outcome = 'ok', input = `row ${ordinal}`, config = 'v1' } = result;
  const configSha256 = sha256(`${stage} ${config}`);
  const inputSha256 = sha256(input);
  const fingerprint = sha256(`${configSha256}:${inputSha256}`);
  const value = { columns: result.columns ?? {}, evidence: result.evidence ?? [] };
  return {
    kind: 'result',
    at: result.at ?? '2026-11-22T10:00:01.000Z',
    ordinal,
    shard_key: `site${ordinal}.example`,
    stage,
    fingerprint,
    fp_hi: BigInt(`0x${fingerprint.slice(0, 16)}`).toString(),
    fp_lo: BigInt(`0x${fingerprint.slice(16, 32)}`).toString(),
    input_sha256: inputSha256,
    config_sha256: configSha256,
    outcome,
    reason: result.reason ?? null,
    value: JSON.stringify(outcome === 'ok' ? value : null),
    meta: JSON.stringify(result.meta ?? {}),
    from_run: result.fromRun ?? null,
  };
}

async function writeRows(db: Database, folder: RunFolder, options: FixtureOptions): Promise<void> {
  const source = join(folder.path, 'rows.ndjson');
  const rows = options.rows.map((row, ordinal) => ({
    [rowColumns.ordinal]: ordinal,
    [rowColumns.key]: keyOf(options, ordinal),
    [rowColumns.shardKey]: `site${ordinal}.example`,
    [rowColumns.shard]: shardOf(options, ordinal),
    ...row,
  }));
  await writeFile(source, rows.map((row) => JSON.stringify(row)).join('\n'));
  const own = Object.keys(options.rows[0] ?? {}).map((name) => `${sqlText(name)}: 'VARCHAR'`);
  const types = [
    `${rowColumns.ordinal}: 'BIGINT'`,
    `${rowColumns.key}: 'VARCHAR'`,
    `${rowColumns.shardKey}: 'VARCHAR'`,
    `${rowColumns.shard}: 'INTEGER'`,
    ...own,
  ];
  await db.run(`
    COPY (FROM read_json(${sqlText(source)}, format = 'newline_delimited', columns = {${types.join(', ')}})
      ORDER BY ${rowColumns.ordinal}) TO ${sqlText(folder.rows)} (FORMAT parquet)`);
}

/** The column `id` where the rows have one, so that two runs can share keys; else the position. */
function keyOf({ rows }: Pick<FixtureOptions, 'rows'>, ordinal: number): string {
  return rows[ordinal]?.['id'] ?? `row-${ordinal}`;
}

function shardOf({ shardOf: given }: FixtureOptions, ordinal: number): number {
  return given?.(ordinal) ?? 1;
}

function presentShards({ shards = 1, absentShards = [] }: FixtureOptions): number[] {
  return Array.from({ length: shards }, (_, index) => index + 1).filter(
    (shard) => !absentShards.includes(shard),
  );
}

function manifestOf(folder: RunFolder, options: FixtureOptions): Manifest {
  const count = options.shards ?? 1;
  const ordinals = options.rows.map((_, ordinal) => ordinal);
  const none = '0'.repeat(64);
  return {
    version: 1,
    runId: folder.runId,
    createdAt: '2026-11-22T10:00:00.000Z',
    name: 'fixture',
    dataset: {
      path: '/data/fixture.csv',
      sha256: none,
      rows: options.rows.length,
      format: 'csv',
      columns: Object.keys(options.rows[0] ?? {}).map((name) => ({ name, type: 'VARCHAR' })),
      key: { kind: 'id', column: 'id' },
      inputs: { ...options.inputs },
    },
    recipe: {
      name: 'company',
      file: null,
      fileSha256: null,
      columns: [...(options.columns ?? fixtureColumns)],
      stages: (options.stages ?? ['crawl', 'rules']).map((name) => ({
        name,
        required: true,
        configSha256: none,
      })),
    },
    shards: {
      count,
      rows: Array.from(
        { length: count },
        (_, index) => ordinals.filter((ordinal) => shardOf(options, ordinal) === index + 1).length,
      ),
    },
    basedOn: options.basedOn ?? null,
    identity: none,
    versions: { sluice: '0.1.0', node: process.version, duckdb: '1.5.6' },
  };
}
