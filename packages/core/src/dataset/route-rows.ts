import type { Dataset } from './dataset.ts';
import { createInputReader, inputExpressions, type InputValues } from './input-values.ts';
import { keyedRelation } from './keyed-relation.ts';
import type { ResolvedInputs } from './resolve-inputs.ts';
import type { KeyChoice } from './resolve-key.ts';
import { TextFunctions } from './text-functions.ts';

/** What decides where a row goes. */
export interface RouteOptions {
  readonly key: KeyChoice;
  /** All inputs of the recipe. */
  readonly inputNames: readonly string[];
  readonly inputs: ResolvedInputs;
  /** Null where every row stands alone: then nothing has to leave SQL for it. */
  readonly shardKey: ((values: InputValues) => string | null) | null;
}

/** Rows with their keys and shard keys, worked out whenever they are read. */
export interface RoutedRows {
  /** `sluice_key` and `sluice_shard_key`, then `Dataset.relation` in its order. */
  readonly relation: string;
  /** Runs what reads `relation`. */
  readonly functions: TextFunctions;
}

/** Gives every row its key and its shard key, which is the key where the recipe has none for it. */
export async function routeRows(dataset: Dataset, options: RouteOptions): Promise<RoutedRows> {
  const { shardKey, inputNames, inputs } = options;
  const functions = new TextFunctions(dataset.database);
  const keyed = await keyedRelation(dataset, options.key);
  if (shardKey === null) return { relation: routed('sluice_key', keyed), functions };
  const read = createInputReader(inputNames, inputs);
  const call = functions.define('sluice_recipe_key', (cells) => shardKey(read(cells)));
  const shardKeySql = `coalesce(${call(inputExpressions(inputs))}, sluice_key)`;
  return { relation: routed(shardKeySql, keyed), functions };
}

function routed(shardKeySql: string, keyed: string): string {
  return `(SELECT ${shardKeySql} AS sluice_shard_key, * FROM ${keyed})`;
}
