import { rm, stat } from 'node:fs/promises';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  acquireShardLock,
  countSettled,
  listRunIds,
  listRuns,
  runFolder,
  shardFolders,
  UsageError,
  withPlanLock,
  formatCount,
  plural,
  type Manifest,
} from '@sluice/core';
import { readRunSummary } from '@sluice/reporter';
import type { CommandInput } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { findRun } from '../prepare/find-run.ts';
import { openCommand } from '../prepare/open-command.ts';
import { describeRows } from '../progress/describe-rows.ts';
import type { Console } from '../progress/console.ts';

/** Runs of each dataset and recipe that `runs clean` leaves. */
const DEFAULT_KEPT = 3;

/** `pnpm enrich runs`: all runs, newest first. */
export async function listRunsCommand(input: CommandInput): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const root = resolve(input.context.cwd, options.state);
  const runs = (await listRuns(root)).reverse();
  if (runs.length === 0) console.say(`no runs in ${root}`);
  for (const manifest of runs) {
    const { runId, name, recipe, dataset } = manifest;
    const settled = await countSettled(runFolder(root, runId), manifest);
    console.event('run', { runId, name, recipe: recipe.name, rows: dataset.rows, settled });
    const done = `${formatCount(settled)}/${formatCount(dataset.rows)}`;
    console.print(`${runId}  ${done.padStart(15)} done  ${name} (${recipe.name})`);
  }
  return EXIT.complete;
}

/** `pnpm enrich runs show [run]`. */
export async function showRunCommand(
  input: CommandInput,
  runId: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const { folder, manifest } = await findRun(input.context, options, runId);
  const summary = await readRunSummary(folder);
  const bytes = await folderBytes(folder.path);
  console.event('run', { manifest, summary, bytes });
  const { dataset, recipe, shards, basedOn, createdAt } = manifest;
  console.print(`run      ${folder.runId}, begun ${createdAt}`);
  console.print(`dataset  ${dataset.path} (${dataset.format}, ${plural(dataset.rows, 'row')})`);
  console.print(`recipe   ${recipe.name}: ${recipe.stages.map(({ name }) => name).join(' → ')}`);
  console.print(
    `inputs   ${Object.entries(dataset.inputs)
      .map(([to, from]) => `${to}=${from}`)
      .join(', ')}`,
  );
  console.print(`key      ${dataset.key.column ?? 'content of the row'}`);
  console.print(`shards   ${shards.count}`);
  console.print(`based on ${basedOn ?? 'nothing'}`);
  console.print(`on disk  ${(bytes / 1e6).toFixed(1)} MB in ${folder.path}`);
  if (summary !== null)
    console.print(`merged   ${summary.mergedAt}; ${describeRows(summary.rows)}`);
  return EXIT.complete;
}

/**
 * `pnpm enrich runs clean`: removes old runs, and folders of runs whose plan was cut short. What stays
 * keeps the runs it is based on, since their page archives hold pages that it cites.
 */
export async function cleanRunsCommand(
  input: CommandInput,
  keepText: string | undefined,
): Promise<ExitCode> {
  const { options, console } = await openCommand(input);
  const kept = keptRuns(keepText);
  const root = resolve(input.context.cwd, options.state);
  const clean = () => removeOldRuns(root, kept, { dryRun: options.dryRun, console });
  const onWait = () => console.say('another command plans or removes runs here: waiting for it');
  // A folder without a manifest may be a plan that is being written: it is old once nobody plans.
  const isThere = (await listRunIds(root)).length > 0;
  const removed =
    options.dryRun || !isThere ? await clean() : await withPlanLock(root, onWait, clean);
  if (removed === 0) {
    console.say(`nothing to remove: ${plural(kept, 'run')} of each dataset and recipe stay`);
  }
  return EXIT.complete;
}

/** @returns how many runs were removed, or would be */
async function removeOldRuns(
  root: string,
  kept: number,
  { dryRun, console }: { readonly dryRun: boolean; readonly console: Console },
): Promise<number> {
  const runs = await listRuns(root);
  const staying = runsToKeep(runs, kept);
  const leaving = (await listRunIds(root)).filter((runId) => !staying.has(runId));
  for (const runId of leaving) {
    const { path } = runFolder(root, runId);
    const manifest = runs.find((run) => run.runId === runId);
    const bytes = await folderBytes(path);
    if (!dryRun) await removeRun(root, runId, manifest);
    console.event('removed', { runId, bytes, dryRun });
    const verb = dryRun ? 'would remove' : 'removed';
    console.print(`${verb} ${runId} (${(bytes / 1e6).toFixed(1)} MB)`);
  }
  return leaving.length;
}

function keptRuns(text: string | undefined): number {
  const kept = text === undefined ? DEFAULT_KEPT : Number(text);
  if (Number.isInteger(kept) && kept >= 1) return kept;
  throw new UsageError(`--keep \`${text}\` is not a whole number of at least 1`);
}

/** The newest runs of each dataset and recipe, and every run that one of them is based on. */
export function runsToKeep(runs: readonly Manifest[], kept: number): ReadonlySet<string> {
  const groups = Map.groupBy(runs, ({ name, recipe }) => `${name}\n${recipe.name}`);
  const staying = new Set([...groups.values()].flatMap((group) => group.slice(-kept).map(idOf)));
  for (const run of [...runs].reverse()) {
    if (staying.has(run.runId) && run.basedOn !== null) staying.add(run.basedOn);
  }
  return staying;
}

function idOf({ runId }: Manifest): string {
  return runId;
}

/** Holds the locks of all shards while it removes, so that no running process loses its folder. */
async function removeRun(root: string, runId: string, manifest?: Manifest): Promise<void> {
  const folder = runFolder(root, runId);
  const names = await readdir(folder.path);
  const shards = manifest ? shardFolders(folder, manifest) : [];
  const present = shards.filter((path) => names.includes(path.slice(folder.path.length + 1)));
  const releases: (() => Promise<void>)[] = [];
  try {
    for (const path of present) releases.push(await acquireShardLock(path));
  } catch (error) {
    for (const release of releases) await release();
    throw error;
  }
  await rm(folder.path, { recursive: true, force: true });
}

async function folderBytes(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
