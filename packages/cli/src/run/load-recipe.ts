import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { sha256, UsageError, type Recipe } from '@sluice/core';
import { bundledRecipes } from '@sluice/recipes';
import { importDefault } from '../options/import-default.ts';
import type { RunOptions } from '../options/run-options.ts';

export interface LoadedRecipe {
  readonly recipe: Recipe;
  /** What the recipe made of the run's options. */
  readonly recipeOptions: unknown;
  /** Of a recipe outside the repository; null for one that comes with Sluice. */
  readonly file: string | null;
  readonly fileSha256: string | null;
}

/**
 * Loads a recipe.
 *
 * @param nameOrFile - the name of one that comes with Sluice, or the absolute path of a TypeScript file
 *   whose default export is one
 * @throws UsageError when there is none, or it refuses the options
 */
export async function loadRecipe(nameOrFile: string, options: RunOptions): Promise<LoadedRecipe> {
  const bundled = bundledRecipes.get(nameOrFile);
  const recipe = await (bundled === undefined ? loadFile(nameOrFile) : bundled());
  const file = bundled === undefined ? nameOrFile : null;
  return {
    recipe,
    recipeOptions: await parseOptions(recipe, options),
    file,
    fileSha256: file === null ? null : sha256(await readFile(file)),
  };
}

/** The input columns as the run's options need them. */
export function inputsOf({ recipe, recipeOptions }: LoadedRecipe): Recipe['inputs'] {
  return recipe.inputsFor?.(recipeOptions) ?? recipe.inputs;
}

async function loadFile(path: string): Promise<Recipe> {
  const names = [...bundledRecipes.keys()].map((name) => `\`${name}\``).join(', ');
  if (!isAbsolute(path) || !existsSync(path)) {
    throw new UsageError(
      `there is no recipe \`${path}\`; give the path of one, or one of ${names}`,
    );
  }
  const recipe = (await importDefault(path)) as Partial<Recipe> | undefined;
  const parts = ['name', 'inputs', 'columns', 'options', 'shardKey', 'stages', 'open'] as const;
  const missing = parts.filter((part) => recipe?.[part] === undefined);
  if (missing.length === 0) return recipe as Recipe;
  throw new UsageError(
    `\`${path}\` has no recipe as its default export: ${missing.join(', ')} missing; docs/recipes.md shows one`,
  );
}

async function parseOptions(recipe: Recipe, options: RunOptions): Promise<unknown> {
  const parsed = await recipe.options.safeParseAsync({ ...options, ...options.recipeOptions });
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `recipe \`${recipe.name}\` refuses the options: ${z.prettifyError(parsed.error)}`,
  );
}
