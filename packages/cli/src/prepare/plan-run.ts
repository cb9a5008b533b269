import { existsSync } from 'node:fs';
import {
  chooseShardCount,
  countSettled,
  createRun,
  openDataset,
  readLearned,
  resolveInputs,
  resolveKey,
  runFolder,
  withPlanLock,
  type Manifest,
  type NewRun,
} from '@sluice/core';
import { optionWords } from '../options/option-words.ts';
import type { RunOptions } from '../options/run-options.ts';
import { readVersion } from '../read-version.ts';
import { inputsOf } from '../run/load-recipe.ts';
import { prepareBase } from './prepare-base.ts';
import { datasetName } from './run-paths.ts';
import {
  askedShards,
  described,
  warnOfChangedFile,
  type PreparedRun,
  type RunRequest,
} from './run-request.ts';

/** Shards for each worker of a new run, so that a worker that is done early finds more. */
const SHARDS_PER_WORKER = 4;

/** How planning a run ended; `overtaken`: another process planned one for this dataset meanwhile. */
export type Planned =
  | { readonly kind: 'planned'; readonly run: PreparedRun }
  | { readonly kind: 'refused' | 'overtaken' };

/**
 * Reads a dataset and plans a new run.
 *
 * @param base - the earlier run whose results are taken over
 * @param isLatest - asked while no other process plans: whether what was chosen from is still all there is
 * @returns `refused` when `mayCreate` did
 * @throws UsageError for anything that is wrong with the dataset or its columns
 */
export async function planRun(
  request: RunRequest,
  base: Manifest | null,
  isLatest: () => Promise<boolean>,
): Promise<Planned> {
  const { location, options, loaded, root, hooks } = request;
  const dataset = await openDataset(location, {
    ...(options.maxCell !== undefined && { maxCellBytes: options.maxCell }),
  });
  try {
    const names = dataset.columns.map(({ name }) => name);
    const inputs = resolveInputs(inputsOf(loaded), names, options.map);
    const key = await resolveKey(dataset, options.key ?? null);
    for (const remark of dataset.remarks) hooks.say(`note: ${remark}`);
    const shardCount = shardsFor(options, dataset.rows);
    const name = options.name ?? datasetName(location);
    const basedOn = base?.runId ?? null;
    const recipe = loaded.recipe.name;
    const intended = { name, recipe, rows: dataset.rows, shardCount, basedOn };
    if (!hooks.mayCreate(intended)) return { kind: 'refused' };
    // With its sheet: two sheets of a workbook are two datasets.
    const named = { ...dataset, path: location };
    const onWait = () => hooks.say('another command plans or removes runs here: waiting for it');
    return await withPlanLock(root, onWait, async () => {
      if (!(await isLatest())) return { kind: 'overtaken' };
      const run = await create(request, base, { name, dataset: named, inputs, key, shardCount });
      return { kind: 'planned', run };
    });
  } finally {
    await dataset.close();
  }
}

async function create(
  request: RunRequest,
  base: Manifest | null,
  plan: Pick<NewRun, 'name' | 'dataset' | 'inputs' | 'key' | 'shardCount'>,
): Promise<PreparedRun> {
  const { options, loaded, root } = request;
  const { recipe, recipeOptions } = loaded;
  if (base !== null) {
    warnOfChangedFile(request, base);
    await prepareBase(runFolder(root, base.runId));
  }
  const manifest = await createRun({
    ...plan,
    root,
    recipe,
    described: described(loaded),
    basedOn: base?.runId ?? null,
    learned: base === null ? [] : await readLearned(runFolder(root, base.runId)),
    furtherBases: base === null ? [] : await furtherBases(root, base),
    optionWords: optionWords(options),
    version: await readVersion(),
    nowMs: Date.now(),
  });
  const folder = runFolder(root, manifest.runId);
  return { folder, manifest, recipe, recipeOptions, options, isNew: true, settled: 0 };
}

/** What an unfinished run has not taken over yet is still to be had from the runs it was based on. */
async function furtherBases(root: string, base: Manifest): Promise<string[]> {
  const settled = await countSettled(runFolder(root, base.runId), base);
  if (base.basedOn === null || settled === base.dataset.rows) return [];
  const runIds = [base.basedOn, ...(base.furtherBases ?? [])];
  return runIds.filter((runId) => existsSync(runFolder(root, runId).ledger));
}

function shardsFor(options: RunOptions, rows: number): number {
  const asked = askedShards(options);
  if (asked !== null) return asked;
  if (options.shards === 'auto') return chooseShardCount(rows, options.timeBudget ?? null);
  return options.workers === 1 ? 1 : options.workers * SHARDS_PER_WORKER;
}
