import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../model/manifest.ts';
import { nullWhereMissing } from '../null-where-missing.ts';
import {
  checkpointFile,
  checkpointIdentity,
  checkpointPages,
  checkpointSchema,
  type Checkpoint,
} from './checkpoint.ts';
import { measureFile } from './measure-file.ts';

/** What was found in a folder: a checkpoint to go on from, or why it is none. */
export type CheckedCheckpoint =
  | { readonly checkpoint: Checkpoint; readonly problem: null }
  | { readonly checkpoint: null; readonly problem: string };

/**
 * Reads the checkpoint in a folder and makes sure that it belongs to a run's shard and is whole. The
 * folder may come from anywhere.
 */
export async function checkCheckpoint(
  folder: string,
  manifest: Manifest,
  shard: number,
): Promise<CheckedCheckpoint> {
  const checkpoint = await readCheckpoint(folder);
  if (typeof checkpoint === 'string') return { checkpoint: null, problem: checkpoint };
  const problem =
    findForeign(checkpoint, manifest, shard) ?? (await findDamage(folder, checkpoint));
  return problem === null ? { checkpoint, problem } : { checkpoint: null, problem };
}

async function readCheckpoint(folder: string): Promise<Checkpoint | string> {
  const text = await readFile(join(folder, checkpointFile), 'utf8').catch(nullWhereMissing);
  if (text === null) return `it has no ${checkpointFile}`;
  try {
    const parsed = checkpointSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : `its ${checkpointFile} is damaged`;
  } catch (error) {
    if (error instanceof SyntaxError) return `its ${checkpointFile} is damaged`;
    throw error;
  }
}

/** In words, which of its marks is another one's; null where all agree. */
function findForeign(checkpoint: Checkpoint, manifest: Manifest, shard: number): string | null {
  const expected = checkpointIdentity(manifest, shard);
  const names = {
    runId: 'run',
    shard: 'shard',
    shardCount: 'number of shards',
    datasetSha256: 'dataset',
    recipe: 'recipe',
    stages: 'configuration',
    identity: 'identity',
    rows: 'number of rows',
  } as const;
  for (const [field, name] of Object.entries(names) as [keyof typeof names, string][]) {
    if (!isDeepStrictEqual(checkpoint[field], expected[field])) return `it is of another ${name}`;
  }
  return null;
}

async function findDamage(folder: string, checkpoint: Checkpoint): Promise<string | null> {
  const { files, pages } = checkpoint;
  // Else a length that somebody made up would be memory to find.
  const pagesBytes = files.find(({ name }) => name === checkpointPages)?.bytes ?? 0;
  const isSum = pages.reduce((sum, { length }) => sum + length, 0) === pagesBytes;
  if (!isSum) return 'its list of pages is damaged';
  for (const { name, bytes, sha256 } of files) {
    const found = await measureFile(join(folder, name)).catch(nullWhereMissing);
    if (found === null) return `its ${name} is missing`;
    if (found.bytes !== bytes || found.sha256 !== sha256) return `its ${name} is damaged`;
  }
  return null;
}
