import { readManifest, runFolder } from '@sluice/core';
import type { RunOptions } from '../options/run-options.ts';
import { loadRecipe } from './load-recipe.ts';
import type { OpenRun } from './shard-runs.ts';

/** Opens a planned run with the recipe it was planned with. */
export async function openRun(
  stateRoot: string,
  runId: string,
  options: RunOptions,
): Promise<OpenRun> {
  const folder = runFolder(stateRoot, runId);
  const manifest = await readManifest(folder);
  const { recipe, recipeOptions } = await loadRecipe(
    manifest.recipe.file ?? manifest.recipe.name,
    options,
  );
  return { folder, manifest, recipe, recipeOptions, options };
}
