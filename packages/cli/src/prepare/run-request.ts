import { isDeepStrictEqual } from 'node:util';
import { describeRecipe, type Manifest } from '@sluice/core';
import type { RunOptions } from '../options/run-options.ts';
import type { LoadedRecipe } from '../run/load-recipe.ts';
import type { OpenRun } from '../run/shard-runs.ts';
import type { RunNames } from './run-paths.ts';

/** A run that is ready to be worked on, and how it came about. */
export interface PreparedRun extends OpenRun {
  readonly isNew: boolean;
  /** Records finished before, in this run. */
  readonly settled: number;
}

/** What a new run would be, before anything of it is written. */
export interface IntendedRun extends RunNames {
  readonly rows: number;
  readonly shardCount: number;
  readonly basedOn: string | null;
}

export interface PrepareHooks {
  say(line: string): void;
  /** Asked before a new run is written; false, or an error, leaves everything as it is. */
  mayCreate(intended: IntendedRun): boolean;
}

/** What a command asks for, with its recipe loaded. */
export interface RunRequest {
  /** The dataset, absolute; with `#Sheet` where it is not the first. */
  readonly location: string;
  readonly options: RunOptions;
  readonly loaded: LoadedRecipe;
  /** The state folder, absolute. */
  readonly root: string;
  readonly hooks: PrepareHooks;
}

/** Its recipe as the manifest keeps it. */
export function described(loaded: LoadedRecipe): Manifest['recipe'] {
  return describeRecipe(loaded.recipe, loaded.recipeOptions, loaded);
}

/** Shards that a run must have; null where the command does not say. */
export function askedShards({ shard, shards }: RunOptions): number | null {
  return shard?.count ?? (shards === 'auto' ? null : (shards ?? null));
}

/** Says so where a recipe file is another one than that of an earlier run whose results are used. */
export function warnOfChangedFile(
  { loaded, hooks }: RunRequest,
  { runId, recipe }: Manifest,
): void {
  if (loaded.fileSha256 === recipe.fileSha256) return;
  if (!isDeepStrictEqual(described(loaded).stages, recipe.stages)) return;
  hooks.say(
    `note: \`${loaded.file}\` changed since run ${runId} began, but no stage's version or configuration did; ` +
      'finished results stay. Raise a stage’s version to have it run again.',
  );
}
