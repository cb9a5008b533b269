import { planShards } from '../plan/plan-shards.ts';
import { shardUnit } from '../plan/shard-unit.ts';
import { heavyKeyRows, splitHeavyKeys } from '../plan/split-heavy-keys.ts';
import { createInputReader, inputExpressions } from './input-values.ts';
import type { RoutedRows, RouteOptions } from './route-rows.ts';

/**
 * Plans the shards of routed rows. Only counts leave SQL, of heavy keys and of units: some ten thousand
 * numbers, however many rows there are.
 *
 * @param rows - of the whole dataset
 * @returns the SQL of a row's shard, from 1, over `RoutedRows.relation`
 */
export async function assignShards(
  routed: RoutedRows,
  { inputNames, inputs }: Pick<RouteOptions, 'inputNames' | 'inputs'>,
  rows: number,
  shardCount: number,
): Promise<string> {
  if (shardCount === 1) return 'CAST(1 AS INTEGER)';
  const heavy = await countRows(routed, 'sluice_shard_key', heavyKeyRows(rows, shardCount));
  const parts = splitHeavyKeys(heavy, rows, shardCount);
  const read = createInputReader(inputNames, inputs);
  const unitOf = ([shardKey, ...cells]: readonly unknown[]): string =>
    shardUnit(String(shardKey), () => JSON.stringify(read(cells)), parts);
  const routeColumns = ['sluice_shard_key', ...inputExpressions(inputs)];
  const unit = routed.functions.define('sluice_unit', unitOf)(routeColumns);
  const plan = planShards(await countRows(routed, unit, 1), shardCount);
  const shard = routed.functions.define('sluice_shard_of', (texts) => {
    return String(plan.get(unitOf(texts)));
  });
  return `CAST(${shard(routeColumns)} AS INTEGER)`;
}

async function countRows(
  { relation, functions }: RoutedRows,
  unit: string,
  atLeast: number,
): Promise<Map<string, number>> {
  const counts = await functions.rows<{ unit: string; rows: bigint }>(
    `SELECT unit, count(*) AS rows FROM (SELECT ${unit} AS unit FROM ${relation})
     GROUP BY unit HAVING count(*) >= ${atLeast}`,
  );
  return new Map(counts.map(({ unit: counted, rows }) => [counted, Number(rows)]));
}
