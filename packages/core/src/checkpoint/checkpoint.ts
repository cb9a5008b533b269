import { z } from 'zod';
import { sha256Schema } from '../model/ledger-entry.ts';
import type { Manifest } from '../model/manifest.ts';

export const checkpointVersion = 1;

/** The file that describes a checkpoint, in its folder. */
export const checkpointFile = 'checkpoint.json';
/** The pages of unfinished records, one gzip member after the other: a WARC file of its own. */
export const checkpointPages = 'pages.warc.gz';

/** What a shard has spent on calls, where it made some: without it another attempt could spend that again. */
export const checkpointSpending = 'spending.ndjson';

const count = z.number().int().nonnegative();
/** Below the folder of runs, `/` between the parts; nothing that could lead out of it. */
const pagesFileSchema = z
  .string()
  .regex(/^\d{8}-\d{6}-[0-9a-f]{6}\/shard-\d{4}-of-\d{4}\/pages-\d{6}\.warc\.gz$/);

/** Bytes of a file that a result refers to. */
export const extentSchema = z.object({
  file: pagesFileSchema,
  offset: count,
  length: z.number().int().positive(),
});
export type Extent = z.infer<typeof extentSchema>;

/**
 * `checkpoint.json`: what a shard had done at one moment, for a process on another machine to go on from.
 * The ledger is there in full, of the pages only those that unfinished records need.
 */
export const checkpointSchema = z.object({
  version: z.literal(checkpointVersion),
  runId: z.string(),
  /** The run's identity, and the parts of it that a message can name. */
  identity: sha256Schema,
  datasetSha256: sha256Schema,
  recipe: z.string(),
  stages: z.array(z.object({ name: z.string(), configSha256: sha256Schema })),
  /** From 1. */
  shard: z.number().int().min(1),
  shardCount: z.number().int().min(1),
  /** UTC, ISO 8601. */
  createdAt: z.string(),
  /** Rows of the shard, and how many of them are finished, by status. */
  rows: count,
  settled: count,
  statuses: z.record(z.string(), count),
  /** The other files of the folder. */
  files: z.array(
    z.object({
      name: z
        .string()
        .regex(/^(sealed-\d{6}\.parquet|journal-\d{6}\.ndjson|pages\.warc\.gz|spending\.ndjson)$/),
      bytes: count,
      sha256: sha256Schema,
    }),
  ),
  /** Every archive file the shard had: their names stay taken, because results refer to them. */
  pageFiles: z.array(pagesFileSchema),
  /** Where the members of `pages.warc.gz` came from, in their order there. */
  pages: z.array(extentSchema),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** What a checkpoint must agree with to be one of a certain run and shard. */
export function checkpointIdentity(
  { runId, identity, dataset, recipe, shards }: Manifest,
  shard: number,
): Pick<
  Checkpoint,
  'runId' | 'identity' | 'datasetSha256' | 'recipe' | 'stages' | 'shard' | 'shardCount' | 'rows'
> {
  return {
    runId,
    identity,
    datasetSha256: dataset.sha256,
    recipe: recipe.name,
    stages: recipe.stages.map(({ name, configSha256 }) => ({ name, configSha256 })),
    shard,
    shardCount: shards.count,
    rows: shards.rows[shard - 1] ?? 0,
  };
}
