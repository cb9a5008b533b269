import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  chooseRun,
  countSettled,
  listRuns,
  readManifest,
  resolveInputs,
  runFolder,
  runIdentity,
  UsageError,
  type Manifest,
  type RunFolder,
} from '@sluice/core';
import { readRunSummary } from '@sluice/reporter';
import type { CommandContext } from '../command-context.ts';
import type { RunOptions } from '../options/run-options.ts';
import { plural } from '../progress/format-progress.ts';
import { loadRecipe } from '../run/load-recipe.ts';
import { filePart, sheetPart } from './dataset-location.ts';
import { hashFile } from './hash-file.ts';
import { planRun } from './plan-run.ts';
import { usableModel } from './usable-model.ts';
import { datasetName } from './run-paths.ts';
import {
  askedShards,
  described,
  warnOfChangedFile,
  type PreparedRun,
  type PrepareHooks,
  type RunRequest,
} from './run-request.ts';

/**
 * Finds the run that a command continues, or plans a new one.
 *
 * @param location - the dataset, absolute
 * @returns null when a new run was refused by `mayCreate`
 * @throws UsageError for anything that is wrong with dataset, recipe, options or name
 */
export async function prepareRun(
  context: CommandContext,
  location: string,
  given: RunOptions,
  hooks: PrepareHooks,
): Promise<PreparedRun | null> {
  const { options, note } = usableModel(given, context.streams.environment);
  if (note !== null) hooks.say(`note: ${note}`);
  const loaded = await loadRecipe(recipePath(context, options.recipe), options);
  const root = resolve(context.cwd, options.state);
  const request = { location, options, loaded, root, hooks };
  const runs = await listRuns(root);
  if (options.run !== undefined) return continueNamed(request, options.run);
  const latest = latestOf(runs, options.name ?? datasetName(location), loaded.recipe.name);
  const isSamePath = latest?.dataset.path === location;
  const unchanged = isSamePath ? await unchangedIdentity(request, latest) : null;
  const choice = chooseRun(wantedRun(request, unchanged ?? ''), await known(root, latest));
  if (choice.kind === 'continue') return open(request, choice.manifest);
  return planRun(request, choice.basedOn === null ? null : latest);
}

/** The recipe as a name, or as an absolute path where the option looks like one. */
function recipePath(context: CommandContext, recipe: string): string {
  return /[./\\]/.test(recipe) ? resolve(context.cwd, recipe) : recipe;
}

function latestOf(runs: readonly Manifest[], name: string, recipe: string): Manifest | null {
  return runs.findLast((run) => run.name === name && run.recipe.name === recipe) ?? null;
}

async function known(root: string, manifest: Manifest | null) {
  if (manifest === null) return null;
  return { manifest, isFinished: await isFinished(runFolder(root, manifest.runId), manifest) };
}

/** All rows are done, and their results written: a run that was killed while merging is continued. */
async function isFinished(folder: RunFolder, manifest: Manifest): Promise<boolean> {
  const settled = await countSettled(folder, manifest);
  if (settled < manifest.dataset.rows) return false;
  const summary = await readRunSummary(folder);
  return summary?.rows.pending === 0;
}

function wantedRun({ location, options, loaded }: RunRequest, identity: string) {
  return {
    name: options.name ?? datasetName(location),
    recipe: loaded.recipe.name,
    datasetPath: location,
    identity,
    shards: askedShards(options),
    isFresh: options.fresh,
  };
}

/**
 * The identity this command would have if the dataset's bytes are those of an earlier run; then the
 * dataset need not be read again. Null where they are not, or the key is asked for differently.
 */
async function unchangedIdentity(request: RunRequest, earlier: Manifest): Promise<string | null> {
  const { loaded, options, location } = request;
  const { columns, key, sha256 } = earlier.dataset;
  const sameKey = options.key === undefined ? key.kind !== 'column' : options.key === key.column;
  const sameSheet = sheetPart(location) === sheetPart(earlier.dataset.path);
  if (!sameKey || !sameSheet || (await hashFile(filePart(location))) !== sha256) return null;
  return runIdentity({
    datasetSha256: sha256,
    inputs: resolveInputs(
      loaded.recipe.inputs,
      columns.map(({ name }) => name),
      options.map,
    ),
    key,
    recipe: described(loaded),
  });
}

/** `--run ID`: that run and no other, as long as it is still about the same. */
async function continueNamed(request: RunRequest, runId: string): Promise<PreparedRun> {
  const manifest = await readManifest(runFolder(request.root, runId));
  const { count } = manifest.shards;
  const asked = askedShards(request.options) ?? count;
  if (asked !== count) {
    throw new UsageError(
      `run \`${runId}\` has ${plural(count, 'shard')}, not \`${asked}\`: they are fixed at its start; write --shard 1/${count}, or leave --run out to start a new run`,
    );
  }
  requireShards(request.options, manifest);
  const identity = await unchangedIdentity(request, manifest);
  if (identity === manifest.identity) return open(request, manifest);
  throw new UsageError(
    `run \`${runId}\` was planned with another dataset, recipe or option; leave --run out to start a new run based on it`,
  );
}

/** Shards are fixed at a run's start. */
function requireShards(options: RunOptions, { runId, shards }: Manifest): void {
  const asked = options.shard?.count ?? options.shards ?? shards.count;
  if (asked === shards.count) return;
  throw new UsageError(
    `run \`${runId}\` has ${shards.count} shards, not \`${asked}\`; name as many, or leave --run out to start a new run based on it`,
  );
}

async function open(request: RunRequest, manifest: Manifest): Promise<PreparedRun> {
  const { loaded, options, root } = request;
  const folder = runFolder(root, manifest.runId);
  if (!existsSync(folder.rows)) {
    const next = 'restore the file, or start over with `--fresh`';
    throw new UsageError(`the rows of an unfinished run are missing: \`${folder.rows}\`; ${next}`);
  }
  warnOfChangedFile(request, manifest);
  const settled = await countSettled(folder, manifest);
  const { recipe, recipeOptions } = loaded;
  return { folder, manifest, recipe, recipeOptions, options, isNew: false, settled };
}
