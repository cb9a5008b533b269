import { canonicalJson, configSha256, sha256 } from '../fingerprint.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { Json } from '../model/json.ts';
import type { Manifest } from '../model/manifest.ts';

/** What decides the work of a run: two runs that agree in it do the same. */
export interface IdentityParts {
  readonly datasetSha256: string;
  readonly inputs: Manifest['dataset']['inputs'];
  readonly key: Manifest['dataset']['key'];
  readonly recipe: Manifest['recipe'];
}

/** SHA-256 over the parts; a recipe file's own bytes do not enter, its stages' versions do. */
export function runIdentity({ datasetSha256, inputs, key, recipe }: IdentityParts): string {
  const { name, columns, stages } = recipe;
  return sha256(canonicalJson([datasetSha256, inputs, key, name, columns, stages] as Json));
}

/** A recipe with certain options, as the manifest keeps it. */
export function describeRecipe(
  recipe: Recipe,
  options: unknown,
  { file, fileSha256 }: Pick<Manifest['recipe'], 'file' | 'fileSha256'>,
): Manifest['recipe'] {
  const stages = recipe.stages(options).map((stage) => ({
    name: stage.name,
    required: stage.required,
    configSha256: configSha256(stage),
  }));
  const columns = [...(recipe.columnsFor?.(options) ?? recipe.columns)];
  return { name: recipe.name, file, fileSha256, columns, stages };
}
