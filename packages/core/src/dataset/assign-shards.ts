import { sha256 } from '../fingerprint.ts';
import { maxShards, planShards } from '../plan/plan-shards.ts';
import { shardUnit } from '../plan/shard-unit.ts';
import { heavyKeyRows, splitHeavyKeys } from '../plan/split-heavy-keys.ts';
import { createInputReader, inputExpressions } from './input-values.ts';
import type { RoutedRows, RouteOptions } from './route-rows.ts';

/** A row's bucket as `shardUnit` names it, and its place in a list of all buckets. */
const bucket = 'left(sha256(sluice_shard_key), 3)';
const bucketIndex = `CAST('0x' || ${bucket} AS INTEGER) + 1`;

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
  const isMixed = mixedBuckets(heavy);
  const units = `CASE WHEN ${isMixed} THEN ${unit} ELSE 'bucket ' || ${bucket} END`;
  const plan = planShards(await countRows(routed, units, 1), shardCount);
  const call = routed.functions.define('sluice_shard_of', (texts) =>
    String(plan.get(unitOf(texts))),
  );
  const ofBucket = bucketList((name) => plan.get(`bucket ${name}`) ?? 0);
  return `CASE WHEN ${isMixed} THEN CAST(${call(routeColumns)} AS INTEGER) ELSE ${ofBucket} END`;
}

// Whether a heavy key falls into the row's bucket. Only such rows have to leave SQL.
function mixedBuckets(heavy: ReadonlyMap<string, number>): string {
  const names = new Set([...heavy.keys()].map((key) => sha256(key).slice(0, 3)));
  return bucketList((name) => names.has(name));
}

function bucketList(valueOf: (name: string) => number | boolean): string {
  const names = Array.from({ length: maxShards }, (_, at) => at.toString(16).padStart(3, '0'));
  return `[${names.map(valueOf).join(', ')}][${bucketIndex}]`;
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
