import { sha256 } from '../fingerprint.ts';

/** Hexadecimal digits that name a bucket: three tell 4,096 apart. */
const bucketDigits = 3;

/**
 * Names the unit that a row is assigned to a shard with: the bucket of its shard key, or, for a heavy
 * key, one of the key's parts. Rows with equal recipe inputs are in the same part.
 *
 * @param inputs - writes down what the recipe reads of the row; asked only where a key is split
 * @param heavyKeys - the number of parts per heavy key
 */
export function shardUnit(
  shardKey: string,
  inputs: () => string,
  heavyKeys: ReadonlyMap<string, number>,
): string {
  const parts = heavyKeys.get(shardKey);
  if (parts === undefined) return `bucket ${sha256(shardKey).slice(0, bucketDigits)}`;
  const part = parts === 1 ? 0 : Number.parseInt(sha256(inputs()).slice(0, 8), 16) % parts;
  return `part ${part} of ${shardKey}`;
}
