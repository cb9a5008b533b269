import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  chooseRun,
  countSettled,
  createRun,
  describeRecipe,
  listRuns,
  openDataset,
  readManifest,
  resolveInputs,
  resolveKey,
  runFolder,
  runIdentity,
  UsageError,
  type Manifest,
  type RunFolder,
} from '@sluice/core';
import { readRunSummary } from '@sluice/reporter';
import type { CommandContext } from '../command-context.ts';
import type { RunOptions } from '../options/run-options.ts';
import { readVersion } from '../read-version.ts';
import { loadRecipe, type LoadedRecipe } from '../run/load-recipe.ts';
import type { OpenRun } from '../run/shard-runs.ts';
import { hashFile } from './hash-file.ts';
import { prepareBase } from './prepare-base.ts';
import { datasetName, type RunNames } from './run-paths.ts';

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

/** Shards for each worker of a new run, so that a worker that is done early finds more. */
const SHARDS_PER_WORKER = 4;

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
  options: RunOptions,
  hooks: PrepareHooks,
): Promise<PreparedRun | null> {
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
  return planNew(request, choice.basedOn === null ? null : latest);
}

interface Request {
  readonly location: string;
  readonly options: RunOptions;
  readonly loaded: LoadedRecipe;
  readonly root: string;
  readonly hooks: PrepareHooks;
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

function wantedRun({ location, options, loaded }: Request, identity: string) {
  return {
    name: options.name ?? datasetName(location),
    recipe: loaded.recipe.name,
    datasetPath: location,
    identity,
    shards: options.shard?.count ?? options.shards ?? null,
    isFresh: options.fresh,
  };
}

/**
 * The identity this command would have if the dataset's bytes are those of an earlier run; then the
 * dataset need not be read again. Null where they are not, or the key is asked for differently.
 */
async function unchangedIdentity(request: Request, earlier: Manifest): Promise<string | null> {
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

function described(loaded: LoadedRecipe): Manifest['recipe'] {
  return describeRecipe(loaded.recipe, loaded.recipeOptions, loaded);
}

/** `--run ID`: that run and no other, as long as it is still about the same. */
async function continueNamed(request: Request, runId: string): Promise<PreparedRun> {
  const manifest = await readManifest(runFolder(request.root, runId));
  const identity = await unchangedIdentity(request, manifest);
  if (identity === manifest.identity) return open(request, manifest);
  throw new UsageError(
    `run \`${runId}\` was planned with another dataset, recipe or option; leave --run out to start a new run based on it`,
  );
}

async function open(request: Request, manifest: Manifest): Promise<PreparedRun> {
  const { loaded, options, root } = request;
  const folder = runFolder(root, manifest.runId);
  warnOfChangedFile(request, manifest);
  const settled = await countSettled(folder, manifest);
  const { recipe, recipeOptions } = loaded;
  return { folder, manifest, recipe, recipeOptions, options, isNew: false, settled };
}

/** Says so where a recipe file is another one than that of an earlier run whose results are used. */
function warnOfChangedFile({ loaded, hooks }: Request, { runId, recipe }: Manifest): void {
  if (loaded.fileSha256 === recipe.fileSha256) return;
  if (!isDeepStrictEqual(described(loaded).stages, recipe.stages)) return;
  hooks.say(
    `note: \`${loaded.file}\` changed since run ${runId} began, but no stage's version or configuration did; ` +
      'finished results stay. Raise a stage’s version to have it run again.',
  );
}

async function planNew(request: Request, base: Manifest | null): Promise<PreparedRun | null> {
  const { location, options, loaded, root, hooks } = request;
  const { recipe, recipeOptions } = loaded;
  const dataset = await openDataset(location, {
    ...(options.maxCell !== undefined && { maxCellBytes: options.maxCell }),
  });
  try {
    const names = dataset.columns.map(({ name }) => name);
    const inputs = resolveInputs(recipe.inputs, names, options.map);
    const key = await resolveKey(dataset, options.key ?? null);
    for (const remark of dataset.remarks) hooks.say(`note: ${remark}`);
    const shardCount = shardsFor(options);
    const name = options.name ?? datasetName(location);
    const basedOn = base?.runId ?? null;
    const intended = { name, recipe: recipe.name, rows: dataset.rows, shardCount, basedOn };
    if (!hooks.mayCreate(intended)) return null;
    if (base !== null) {
      warnOfChangedFile(request, base);
      await prepareBase(runFolder(root, base.runId));
    }
    const manifest = await createRun({
      root,
      name,
      // With its sheet: two sheets of a workbook are two datasets.
      dataset: { ...dataset, path: location },
      inputs,
      key,
      recipe,
      described: described(loaded),
      shardCount,
      basedOn,
      furtherBases: base === null ? [] : await furtherBases(root, base),
      version: await readVersion(),
      nowMs: Date.now(),
    });
    const folder = runFolder(root, manifest.runId);
    return { folder, manifest, recipe, recipeOptions, options, isNew: true, settled: 0 };
  } finally {
    await dataset.close();
  }
}

/** What an unfinished run has not taken over yet is still to be had from the runs it was based on. */
async function furtherBases(root: string, base: Manifest): Promise<string[]> {
  const settled = await countSettled(runFolder(root, base.runId), base);
  if (base.basedOn === null || settled === base.dataset.rows) return [];
  const runIds = [base.basedOn, ...(base.furtherBases ?? [])];
  return runIds.filter((runId) => existsSync(runFolder(root, runId).ledger));
}

function shardsFor(options: RunOptions): number {
  const asked = options.shard?.count ?? options.shards;
  if (asked !== undefined) return asked;
  return options.workers === 1 ? 1 : options.workers * SHARDS_PER_WORKER;
}

/** The path of a location such as `book.xlsx#Sheet`; a file whose own name has a `#` comes first. */
function filePart(location: string): string {
  return existsSync(location) ? location : location.replace(/#[^/\\]*$/, '');
}

/** `#Sheet`, or nothing. */
function sheetPart(location: string): string {
  return location.slice(filePart(location).length);
}
