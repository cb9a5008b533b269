import { sqlFiles, sqlName, sqlText } from '../duckdb.ts';
import { segmentColumns } from './segment-schema.ts';

/** The members of a journal line's JSON, with the types they are read as. */
const lineMembers = {
  seq: 'BIGINT',
  kind: 'VARCHAR',
  at: 'VARCHAR',
  ordinal: 'BIGINT',
  shardKey: 'VARCHAR',
  stage: 'VARCHAR',
  step: 'VARCHAR',
  fingerprint: 'VARCHAR',
  inputSha256: 'VARCHAR',
  configSha256: 'VARCHAR',
  outcome: 'VARCHAR',
  reason: 'VARCHAR',
  detail: 'VARCHAR',
  value: 'JSON',
  meta: 'JSON',
  fromRun: 'VARCHAR',
  alone: 'BOOLEAN',
  phase: 'VARCHAR',
  key: 'VARCHAR',
  status: 'VARCHAR',
  columns: 'JSON',
  filledBy: 'JSON',
  stages: 'JSON',
} as const;

/** How a segment's column comes out of the line's members, where it is not the member of its name. */
const derivedColumns: Readonly<Record<string, string>> = {
  shard_key: 'line.shardKey',
  fingerprint: 'unhex(line.fingerprint)',
  fp_hi: "('0x' || left(line.fingerprint, 16))::UBIGINT",
  fp_lo: "('0x' || substr(line.fingerprint, 17, 16))::UBIGINT",
  input_sha256: 'unhex(line.inputSha256)',
  config_sha256: 'unhex(line.configSha256)',
  from_run: 'line.fromRun',
  filled_by: 'line.filledBy',
};

/**
 * A relation with the segment's columns over journals.
 *
 * @param files - journals in which every line is intact: DuckDB's reader breaks on half a character
 * @param maxLineBytes - length of the longest line
 */
export function journalSql(files: readonly string[], maxLineBytes: number): string {
  const columns = Object.entries(segmentColumns).map(
    ([name, type]) =>
      `${derivedColumns[name] ?? `line.${sqlName(name)}`}::${type} AS ${sqlName(name)}`,
  );
  const structure = sqlText(JSON.stringify(lineMembers));
  return `(SELECT ${columns.join(', ')}
    FROM (SELECT from_json(json, ${structure}) AS line FROM ${linesSql(files, maxLineBytes)}))`;
}

/** A relation with the segment's columns over sealed files; older ones may lack the newest columns. */
export function sealedSql(files: readonly string[]): string {
  return `(SELECT ${columnList()} FROM read_parquet(${sqlFiles(files)}, union_by_name = true))`;
}

/** A relation with the segment's columns and no rows. */
export function emptySegmentSql(): string {
  const columns = Object.entries(segmentColumns).map(
    ([name, type]) => `NULL::${type} AS ${sqlName(name)}`,
  );
  return `(SELECT ${columns.join(', ')} WHERE false)`;
}

function columnList(): string {
  return Object.keys(segmentColumns).map(sqlName).join(', ');
}

/** JSON escapes TAB, CR and LF, so there is nothing to quote; U+0001 stands for no null text. */
function linesSql(files: readonly string[], maxLineBytes: number): string {
  const bufferBytes = Math.max(minBufferBytes, 2 * maxLineBytes);
  return `read_csv(${sqlFiles(files)}, columns = {'crc': 'VARCHAR', 'json': 'VARCHAR'},
    auto_detect = false, header = false, strict_mode = true, delim = '\t', quote = '', escape = '',
    nullstr = '\u0001', new_line = '\\n', max_line_size = ${maxLineBytes}, buffer_size = ${bufferBytes})`;
}

/** DuckDB's own 32 MB cost 60 MB of memory for a journal of 15 MB, and save no time. */
const minBufferBytes = 1 << 20;
