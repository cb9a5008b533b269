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
  /** `sluice_key` and `sluice_shard_key`, then the columns of `Dataset.relation`. */
  readonly relation: string;
  /** False where rows do not come in their order. */
  readonly isOrdered: boolean;
  /** Runs what reads `relation`. */
  readonly functions: TextFunctions;
}

/** Gives every row its key and its shard key, which is the key where the recipe has none for it. */
export async function routeRows(dataset: Dataset, options: RouteOptions): Promise<RoutedRows> {
  const functions = new TextFunctions(dataset.database);
  const { relation: keyed, isOrdered } = await keyedRelation(dataset, options.key);
  const shardKey = shardKeySql(functions, options);
  const relation = `(SELECT ${shardKey} AS sluice_shard_key, * FROM ${keyed})`;
  return { relation, isOrdered, functions };
}

function shardKeySql(functions: TextFunctions, options: RouteOptions): string {
  const { shardKey, inputNames, inputs } = options;
  if (shardKey === null) return 'sluice_key';
  const read = createInputReader(inputNames, inputs);
  const call = functions.define('sluice_recipe_key', (cells) => shardKey(read(cells)));
  return `coalesce(${call(inputExpressions(inputs))}, sluice_key)`;
}
