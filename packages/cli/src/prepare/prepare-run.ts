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
  shardFolders,
  UsageError,
  plural,
  type KnownRun,
  type Manifest,
} from '@sluice/core';
import { readRunSummary } from '@sluice/reporter';
import type { CommandContext } from '../command-context.ts';
import { runOptionsSchema, type RunOptions } from '../options/run-options.ts';
import { inputsOf, loadRecipe } from '../run/load-recipe.ts';
import { filePart, sheetPart } from './dataset-location.ts';
import { hashFile } from './hash-file.ts';
import { planRun } from './plan-run.ts';
import { usableModel } from './usable-model.ts';
import { datasetName, requireWritable } from './run-paths.ts';
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
 * @param location - the dataset, absolute; null for that of the run which `--run` names, whose frozen rows
 *   are enough
 * @returns null when a new run was refused by `mayCreate`
 * @throws UsageError for anything that is wrong with dataset, recipe, options or name
 */
export async function prepareRun(
  context: CommandContext,
  location: string | null,
  given: RunOptions,
  hooks: PrepareHooks,
): Promise<PreparedRun | null> {
  const { options, note } = usableModel(given, context.streams.environment);
  if (note !== null) hooks.say(`note: ${note}`);
  const root = resolve(context.cwd, options.state);
  if (!options.dryRun) requireWritable(root, '--state');
  if (location === null) return continueFrozen(context, { options, root, hooks });
  const loaded = await loadRecipe(recipePath(context, options.recipe), options);
  const request = { location, options, loaded, root, hooks };
  if (options.run !== undefined) return continueNamed(request, options.run);
  for (;;) {
    const latest = await findLatest(request);
    const isSamePath = latest?.dataset.path === location;
    const unchanged = isSamePath ? await unchangedIdentity(request, latest) : null;
    const known = latest === null ? null : await inspectRun(root, latest);
    const choice = chooseRun(wantedRun(request, unchanged), known);
    if (choice.kind === 'continue') return open(request, choice.run.manifest, choice.run.settled);
    const isLatest = async () => (await findLatest(request))?.runId === latest?.runId;
    const planned = await planRun(request, choice.basedOn === null ? null : latest, isLatest);
    if (planned.kind === 'planned') return planned.run;
    if (planned.kind === 'refused') return null;
  }
}

/** The recipe as a name, or as an absolute path where the option looks like one. */
function recipePath(context: CommandContext, recipe: string): string {
  return /[./\\]/.test(recipe) ? resolve(context.cwd, recipe) : recipe;
}

/** The latest run of the dataset's name and the recipe. */
async function findLatest({ root, location, options, loaded }: RunRequest) {
  const name = options.name ?? datasetName(location);
  const runs = await listRuns(root);
  return (
    runs.findLast((run) => run.name === name && run.recipe.name === loaded.recipe.name) ?? null
  );
}

/**
 * A run is finished when all rows are done and their results written: one killed while merging is not. What
 * came from another machine as a ledger alone is there to be based on: its shards are elsewhere.
 */
async function inspectRun(root: string, manifest: Manifest): Promise<KnownRun> {
  const folder = runFolder(root, manifest.runId);
  const isLedgerAlone =
    existsSync(folder.ledger) && !shardFolders(folder, manifest).some(existsSync);
  const settled = await countSettled(folder, manifest);
  const hasAll = settled >= manifest.dataset.rows;
  const isWritten = hasAll && (await readRunSummary(folder))?.rows.pending === 0;
  return { manifest, settled, isFinished: isLedgerAlone || isWritten };
}

function wantedRun({ location, options, loaded }: RunRequest, identity: string | null) {
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
      inputsOf(loaded),
      columns.map(({ name }) => name),
      options.map,
    ),
    key,
    recipe: described(loaded),
  });
}

/** `--run ID` without a dataset: its frozen rows, with the recipe it was planned with. */
async function continueFrozen(
  context: CommandContext,
  { options, root, hooks }: Pick<RunRequest, 'options' | 'root' | 'hooks'>,
): Promise<PreparedRun> {
  const manifest = await readManifest(runFolder(root, options.run ?? ''));
  const { dataset, recipe } = manifest;
  const planned = recipe.file ?? recipe.name;
  const asked = options.recipe === runOptionsSchema.shape.recipe.parse(undefined) ? planned : null;
  const loaded = await loadRecipe(asked ?? recipePath(context, options.recipe), options);
  const request = { location: dataset.path, options, loaded, root, hooks };
  requireShards(options, manifest);
  const identity = runIdentity({
    datasetSha256: dataset.sha256,
    inputs: dataset.inputs,
    key: dataset.key,
    recipe: described(loaded),
  });
  return openSame(request, manifest, identity);
}

/** Opens a run that was asked for by name, if this command is still about the same. */
async function openSame(
  request: RunRequest,
  manifest: Manifest,
  identity: string | null,
): Promise<PreparedRun> {
  const { runId } = manifest;
  if (identity !== manifest.identity) {
    throw new UsageError(
      `run \`${runId}\` was planned with another dataset, recipe or option; leave --run out to start a new run based on it`,
    );
  }
  return open(request, manifest, await countSettled(runFolder(request.root, runId), manifest));
}

/** `--run ID`: that run and no other, as long as it is still about the same. */
async function continueNamed(request: RunRequest, runId: string): Promise<PreparedRun> {
  const manifest = await readManifest(runFolder(request.root, runId));
  requireShards(request.options, manifest);
  return openSame(request, manifest, await unchangedIdentity(request, manifest));
}

function requireShards(options: RunOptions, { runId, shards: { count } }: Manifest): void {
  const asked = askedShards(options) ?? count;
  if (asked === count) return;
  throw new UsageError(
    `run \`${runId}\` has ${plural(count, 'shard')}, not \`${asked}\`: they are fixed at its start; write --shard 1/${count}, or leave --run out to start a new run based on it`,
  );
}

/** @param settled - records that are done */
async function open(
  request: RunRequest,
  manifest: Manifest,
  settled: number,
): Promise<PreparedRun> {
  const { loaded, options, root } = request;
  const folder = runFolder(root, manifest.runId);
  if (!existsSync(folder.rows)) {
    const next = 'restore the file, or start over with `--fresh`';
    throw new UsageError(`the rows of an unfinished run are missing: \`${folder.rows}\`; ${next}`);
  }
  warnOfChangedFile(request, manifest);
  const { recipe, recipeOptions } = loaded;
  return { folder, manifest, recipe, recipeOptions, options, isNew: false, settled };
}
