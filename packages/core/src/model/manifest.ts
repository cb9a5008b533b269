import { z } from 'zod';
import { isRunId } from '../runs/run-id.ts';
import { sha256Schema } from './ledger-entry.ts';

/** Columns that `rows.parquet` has before the dataset's own, which follow unchanged and in order. */
export const rowColumns = {
  /** Position in the dataset, from 0 (BIGINT). The file is sorted by it. */
  ordinal: 'sluice_ordinal',
  key: 'sluice_key',
  shardKey: 'sluice_shard_key',
  /** From 1 to the shard count (INTEGER). */
  shard: 'sluice_shard',
} as const;

export const manifestVersion = 1;

/** Nothing that could lead out of the folder of runs. */
const runIdSchema = z.string().refine(isRunId, 'not the id of a run');

/** `run.json`: what a run is, fixed at its start. Two runs with the same `identity` do the same work. */
export const manifestSchema = z.object({
  version: z.literal(manifestVersion),
  runId: runIdSchema,
  createdAt: z.string(),
  /** The dataset's name, its base name unless `--name` says otherwise. */
  name: z.string().regex(/^[^/\\]+$/),
  dataset: z.object({
    /** Absolute, or a URL. */
    path: z.string(),
    sha256: sha256Schema,
    rows: z.number().int().nonnegative(),
    format: z.enum(['csv', 'tsv', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx']),
    /** The dataset's own columns in order, with their DuckDB types. */
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    /** How keys were made; `column` is null for `content`. */
    key: z.object({ kind: z.enum(['column', 'id', 'content']), column: z.string().nullable() }),
    /** The recipe's input column to the dataset's column; absent ones are left out. */
    inputs: z.record(z.string(), z.string()),
  }),
  recipe: z.object({
    name: z.string(),
    /** Absolute path of a recipe outside the repository; null for one that comes with Sluice. */
    file: z.string().nullable(),
    fileSha256: sha256Schema.nullable(),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['text', 'number', 'list', 'json']),
        description: z.string(),
        /** As in `OutputColumn`. */
        unasked: z.object({ reason: z.string(), advice: z.string() }).optional(),
      }),
    ),
    stages: z.array(
      z.object({ name: z.string(), required: z.boolean(), configSha256: sha256Schema }),
    ),
  }),
  shards: z.object({
    count: z.number().int().min(1).max(4096),
    /** Rows per shard, from shard 1. */
    rows: z.array(z.number().int().nonnegative()),
  }),
  /** The earlier run whose results are taken over where fingerprints agree. */
  basedOn: runIdSchema.nullable(),
  /** Runs that `basedOn` had not taken over everything from when it was left, nearest first. */
  furtherBases: z.array(runIdSchema).optional(),
  /** What the results of `basedOn` have `learned`, sorted; it enters neither identity nor fingerprints. */
  learned: z.array(z.string()).optional(),
  /**
   * How websites and models were to be asked when the run was planned, as words of a command line without
   * secrets, where that is not the default. Commands that go on with the run are made of them.
   */
  optionWords: z.array(z.string()).optional(),
  /** SHA-256 over what decides the work: dataset, inputs, keys, recipe stages and columns. */
  identity: sha256Schema,
  versions: z.object({ sluice: z.string(), node: z.string(), duckdb: z.string() }),
});

export type Manifest = z.infer<typeof manifestSchema>;
