import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { nullWhereMissing, type Manifest, type RunFolder } from '@sluice/core';

/** What the shards of a run have left on disk. */
export interface RunSegments {
  /** Sealed Parquet files, by shard and then by number. */
  readonly files: readonly string[];
  /** Tells these files from others: sealed files never change, so that their names are enough. */
  readonly id: string;
  /** Shards that have rows in the plan and no folder, from 1. */
  readonly absentShards: readonly number[];
}

const SEALED = /^sealed-\d+\.parquet$/;

/** Lists the sealed segments of every shard. Journals are not read: the caller seals them first. */
export async function findSegments(folder: RunFolder, manifest: Manifest): Promise<RunSegments> {
  const files: string[] = [];
  const absentShards: number[] = [];
  for (const [index, rows] of manifest.shards.rows.entries()) {
    const path = folder.shard(index + 1, manifest.shards.count);
    const names = await readdir(path).catch(nullWhereMissing);
    if (names === null && rows > 0) absentShards.push(index + 1);
    const sealed = (names ?? []).filter((name) => SEALED.test(name)).sort();
    files.push(...sealed.map((name) => join(path, name)));
  }
  const names = files.map((file) => relative(folder.path, file).replaceAll('\\', '/'));
  const id = createHash('sha256').update(names.join('\n')).digest('hex');
  return { files, id, absentShards };
}
