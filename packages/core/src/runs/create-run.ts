import { mkdir, rm } from 'node:fs/promises';
import { version as duckdbVersion } from '@duckdb/node-api';
import type { Dataset } from '../dataset/dataset.ts';
import { freezeRows } from '../dataset/freeze-rows.ts';
import type { Recipe } from '../engine/recipe.ts';
import { killPoint } from '../kill-point.ts';
import { manifestVersion, type Manifest } from '../model/manifest.ts';
import { listRunIds, writeManifest } from './manifest-file.ts';
import { runFolder } from './run-folder.ts';
import { createRunId } from './run-id.ts';
import { runIdentity } from './run-identity.ts';

export interface NewRun {
  /** The state folder. */
  readonly root: string;
  readonly name: string;
  readonly dataset: Dataset;
  readonly inputs: Manifest['dataset']['inputs'];
  readonly key: Manifest['dataset']['key'];
  readonly recipe: Recipe;
  /** From `describeRecipe`. */
  readonly described: Manifest['recipe'];
  readonly shardCount: number;
  readonly basedOn: string | null;
  /** As in the manifest. */
  readonly furtherBases?: readonly string[];
  /** As in the manifest. */
  readonly learned?: readonly string[];
  /** As in the manifest. */
  readonly optionWords?: readonly string[];
  /** Of Sluice. */
  readonly version: string;
  readonly nowMs: number;
}

/**
 * Creates a run: its rows, frozen and divided into shards, then its manifest. A crash in between leaves
 * a folder without manifest, which counts as no run. Call it under the plan lock.
 *
 * @throws UsageError when the shard count is out of range
 */
export async function createRun(run: NewRun): Promise<Manifest> {
  const latest = (await listRunIds(run.root)).at(-1);
  const folder = runFolder(run.root, createRunId(run.nowMs, latest));
  await mkdir(folder.path, { recursive: true });
  try {
    const { shardRows } = await freezeRows(run.dataset, {
      rowsFile: folder.rows,
      shardCount: run.shardCount,
      key: run.key,
      inputs: run.inputs,
      inputNames: run.recipe.inputs.map(({ name }) => name),
      shardKey: run.recipe.inputs.length === 0 ? null : (values) => run.recipe.shardKey(values),
    });
    killPoint('plan:rows-written');
    const manifest = manifestOf(run, folder.runId, shardRows);
    await writeManifest(folder, manifest);
    killPoint('plan:manifest-written');
    return manifest;
  } catch (error) {
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}

function manifestOf(run: NewRun, runId: string, shardRows: readonly number[]): Manifest {
  const { dataset, inputs, key, described } = run;
  return {
    version: manifestVersion,
    runId,
    createdAt: new Date(run.nowMs).toISOString(),
    name: run.name,
    dataset: {
      path: dataset.path,
      sha256: dataset.sha256,
      rows: dataset.rows,
      format: dataset.format,
      columns: [...dataset.columns],
      key,
      inputs,
    },
    recipe: described,
    shards: { count: run.shardCount, rows: [...shardRows] },
    basedOn: run.basedOn,
    furtherBases: [...(run.furtherBases ?? [])],
    ...((run.learned?.length ?? 0) > 0 && { learned: [...run.learned!] }),
    ...((run.optionWords?.length ?? 0) > 0 && { optionWords: [...run.optionWords!] }),
    identity: runIdentity({ datasetSha256: dataset.sha256, inputs, key, recipe: described }),
    versions: { sluice: run.version, node: process.versions.node, duckdb: duckdbVersion() },
  };
}
