/**
 * The columns of a sealed segment and of `ledger.parquet`, in order. One row per ledger entry; columns
 * of other kinds are null. JSON columns hold JSON text. `fp_hi` and `fp_lo` are the first 16 bytes of
 * the fingerprint as big-endian integers, for indexes that read typed arrays.
 */
export const segmentColumns = {
  seq: 'BIGINT',
  kind: 'VARCHAR',
  at: 'VARCHAR',
  ordinal: 'BIGINT',
  shard_key: 'VARCHAR',
  stage: 'VARCHAR',
  step: 'VARCHAR',
  fingerprint: 'BLOB',
  fp_hi: 'UBIGINT',
  fp_lo: 'UBIGINT',
  input_sha256: 'BLOB',
  config_sha256: 'BLOB',
  outcome: 'VARCHAR',
  reason: 'VARCHAR',
  detail: 'VARCHAR',
  value: 'VARCHAR',
  meta: 'VARCHAR',
  from_run: 'VARCHAR',
  alone: 'BOOLEAN',
  phase: 'VARCHAR',
  key: 'VARCHAR',
  status: 'VARCHAR',
  columns: 'VARCHAR',
  filled_by: 'VARCHAR',
  stages: 'VARCHAR',
} as const;
