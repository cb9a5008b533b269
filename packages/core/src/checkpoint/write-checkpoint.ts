import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDB } from '../duckdb.ts';
import { writeFileDurably } from '../durable-file.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import type { Json } from '../model/json.ts';
import type { Manifest } from '../model/manifest.ts';
import { nullWhereMissing } from '../null-where-missing.ts';
import { readRange } from '../read-range.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import {
  checkpointFile,
  checkpointIdentity,
  checkpointPages,
  checkpointSpending,
  checkpointVersion,
  type Checkpoint,
  type Extent,
} from './checkpoint.ts';
import { measureFile } from './measure-file.ts';
import { copySegments } from './copy-segments.ts';

export interface CheckpointOptions {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  /** From 1. */
  readonly shard: number;
  /** Where the checkpoint goes, on the file system of the run; replaced when it is there. */
  readonly into: string;
  /** The archived bytes that a stage's value refers to. */
  readonly extentsOf: (value: Json) => readonly Extent[];
  readonly nowMs: number;
}

/**
 * Writes down what a shard has done, also while it is being worked on: everything that was acknowledged
 * before the call is in it. A reader of `into` finds the old checkpoint or the new one.
 *
 * @throws whatever the file system throws
 */
export async function writeCheckpoint(options: CheckpointOptions): Promise<Checkpoint> {
  const { folder, manifest, shard, into, nowMs } = options;
  const next = `${into}.${process.pid}.tmp`;
  await rm(next, { recursive: true, force: true });
  try {
    const path = folder.shard(shard, manifest.shards.count);
    // Listed before the ledger: a file that comes later is not referred to in the copy.
    const pageFiles = await listPages(path, folder.runs);
    if (!(await copySegments(path, next))) await mkdir(next, { recursive: true });
    // After the ledger: a call that is only noted counts as money spent, the other way round it would not.
    await copyFile(join(path, checkpointSpending), join(next, checkpointSpending)).catch(
      nullWhereMissing,
    );
    const state = await readState(next, options.extentsOf);
    const pages = await copyPages(folder.runs, state.extents, join(next, checkpointPages));
    const checkpoint: Checkpoint = {
      version: checkpointVersion,
      ...checkpointIdentity(manifest, shard),
      createdAt: new Date(nowMs).toISOString(),
      settled: Object.values(state.statuses).reduce((sum, rows) => sum + rows, 0),
      statuses: state.statuses,
      files: await describeFiles(next),
      pageFiles: [...new Set([...pageFiles, ...pages.map(({ file }) => file)])].sort(),
      pages,
    };
    await writeFileDurably(join(next, checkpointFile), `${JSON.stringify(checkpoint, null, 2)}\n`);
    await rm(into, { recursive: true, force: true });
    await rename(next, into);
    return checkpoint;
  } finally {
    await rm(next, { recursive: true, force: true });
  }
}

/** The shard's archive files, relative to the folder of runs. */
async function listPages(shard: string, runs: string): Promise<string[]> {
  const names = (await readdir(shard).catch(nullWhereMissing)) ?? [];
  const prefix = shard.slice(runs.length + 1).replaceAll('\\', '/');
  return names
    .filter((name) => /^pages-\d{6}\.warc\.gz$/.test(name))
    .map((name) => `${prefix}/${name}`);
}

interface LedgerState {
  readonly statuses: Record<string, number>;
  /** What the results of unfinished records refer to. */
  readonly extents: readonly Extent[];
}

async function readState(
  copy: string,
  extentsOf: CheckpointOptions['extentsOf'],
): Promise<LedgerState> {
  return readLedger(copy, async (entries) => {
    using database = await openDuckDB(':memory:', { threads: 1 });
    const counts = await database.rows<{ status: string; rows: bigint }>(
      `SELECT status, count(*) AS rows FROM (
         SELECT ordinal, arg_max(status, seq) AS status FROM (${entries})
         WHERE kind = 'record' GROUP BY ordinal) GROUP BY status`,
    );
    const values = await database.rows<{ value: string }>(
      `SELECT value FROM (${entries}) WHERE kind = 'result' AND outcome = 'ok' AND value IS NOT NULL
         AND ordinal NOT IN (SELECT ordinal FROM (${entries}) WHERE kind = 'record')`,
    );
    return {
      statuses: Object.fromEntries(counts.map(({ status, rows }) => [status, Number(rows)])),
      extents: values.flatMap(({ value }) => extentsOf(JSON.parse(value) as Json)),
    };
  });
}

/** Returns what was there to copy: a page that is gone already is fetched again, here as anywhere. */
async function copyPages(
  runs: string,
  extents: readonly Extent[],
  target: string,
): Promise<Extent[]> {
  const unique = new Map(extents.map((extent) => [`${extent.file} ${extent.offset}`, extent]));
  if (unique.size === 0) return [];
  const copied: Extent[] = [];
  const output = await open(target, 'w');
  try {
    for (const { file, offset, length } of unique.values()) {
      const bytes = await readRange(join(runs, file), offset, length);
      if (bytes === null) continue;
      await output.write(bytes);
      copied.push({ file, offset, length });
    }
  } finally {
    await output.close();
  }
  return copied;
}

async function describeFiles(folder: string): Promise<Checkpoint['files']> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, ...(await measureFile(join(folder, name))) })),
  );
}
